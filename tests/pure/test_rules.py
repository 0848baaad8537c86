"""The newsroom's own rules: what a line means, and that no line can slow a comment down."""

import random
import re
from typing import Any

import pytest

from comments.learning.skeleton import Skeleton, skeleton
from comments.rules import matcher as matching
from comments.rules import readings as reading_of_rules
from comments.rules.automaton import Automaton
from comments.rules.errors import RuleError
from comments.rules.lines import rules_of
from comments.rules.matcher import Matcher
from comments.rules.precision import Precision, wilson
from comments.rules.subject import Subject

pytestmark = pytest.mark.pure


def speaks(rule: str, body: str, **known: Any) -> bool:
    return bool(Matcher(rule).hits(Subject(body, **known)))


# --- Words and phrases ---


@pytest.mark.parametrize(
    ("rule", "body"),
    [
        ("casino", "A CASINO!"),
        ("cheap pills", "cheap,\n pills"),
        ("casino", "сasіno"),
        ("casino", "c\u200ba\u00adsino"),
        ("casino", "𝐜𝐚𝐬𝐢𝐧𝐨"),
        ("сasino", "casino"),
        ("casino", "c4sin0"),
        ("casino", "c a s i n o"),
        ("don't", "I don’t"),
        ("C++", "in c++ or so"),
        ("(a+)+$", "the text (a+)+$ itself"),
        ("赌场", "在线赌场开户"),
        ("カジノ", "オンラインカジノです"),
        ("straße", "Die Straße."),
        ("kasino", "Das KASINO"),
        ('"buy when cheap"', "buy when cheap"),
    ],
)
def test_a_word_is_found_however_it_is_dressed(rule: str, body: str) -> None:
    assert speaks(f"hold: {rule}", body)


@pytest.mark.parametrize(
    ("rule", "body"),
    [
        ("cialis", "A specialist."),
        ("casino", "casinos"),
        ("cheap pills", "cheap red pills"),
        ("(a+)+$", "a aa aaa"),
        ("C++", "c+ +"),
        ("казино", "casino"),
    ],
)
def test_a_word_within_another_is_not_meant(rule: str, body: str) -> None:
    assert not speaks(f"hold: {rule}", body)


@pytest.mark.parametrize(
    ("rule", "body", "found"),
    [
        ("casino*", "casinos", True),
        ("casino*", "mycasino", False),
        ("*casino", "mycasino", True),
        ("*casino*", "mycasinos", True),
        ("via*gra", "via-gra", True),
        ("via*gra", "viaXXgra", True),
        ("via*gra", "via gra", False),
        ("via*gra", "viagrass", False),
        ("cheap via*gra now", "cheap viaaagra now", True),
        ("a1*b2*c3", "a1xb2yc3", True),
        ("a1*b2*c3", "a1xc3yb2", False),
    ],
)
def test_a_star_stands_for_a_part_of_a_word(rule: str, body: str, found: bool) -> None:
    assert speaks(f"hold: {rule}", body) is found


@pytest.mark.parametrize(
    ("where", "rule"),
    [
        ({"name": "Cheap Pills"}, "cheap pills"),
        ({"website": "https://cheap-pills.example"}, "cheap pills"),
        ({"links": ("https://a.example/cheap-pills",)}, "cheap pills"),
    ],
)
def test_a_word_is_found_in_every_field(where: dict[str, Any], rule: str) -> None:
    assert speaks(f"hold: {rule}", "Nothing here.", **where)


def test_a_word_behind_a_long_text_is_found() -> None:
    assert speaks("hold: cheap pills", "so much to say " * 1000 + "cheap pills " + "more " * 1000)


def test_a_word_across_the_pieces_of_a_long_text_is_found() -> None:
    for before in range(1480, 1520):
        assert speaks("hold: needle", "ж" * 3 + " " + "x" * (before - 4) + " needle")
        assert speaks("hold: 赌场", "在" * before + "赌场")


def test_a_hit_says_where_it_stands() -> None:
    [hit] = Matcher("hold: cheap pills").hits(Subject("Get сheap, pills now"))
    assert (hit.field, hit.start, hit.end) == ("body", 4, 16)


# --- Domains ---


@pytest.mark.parametrize(
    ("known", "found"),
    [
        ({"links": ("https://pills.example/a",)}, True),
        ({"links": ("https://www.deep.pills.example:8080/a",)}, True),
        ({"links": ("https://notpills.example",)}, False),
        ({"links": ("https://pills.example.org",)}, False),
        ({"links": ("https://good.example/?u=pills.example",)}, False),
        ({"website": "http://PILLS.example"}, True),
    ],
)
def test_a_domain_means_the_host_and_all_below_it(known: dict[str, Any], found: bool) -> None:
    assert speaks("spam: domain:pills.example", "See.", **known) is found


def test_a_domain_that_is_only_written_is_found() -> None:
    assert speaks("spam: domain:pills.com", "go to pills [dot] com today")


# --- Conditions ---


@pytest.mark.parametrize(
    ("condition", "yes", "no"),
    [
        ("new author", {"approved": 0}, {"approved": 1}),
        ("known author", {"approved": 1}, {"approved": 0}),
        ("unconfirmed address", {"confirmed": False}, {"confirmed": True}),
        ("has link", {"links": ("http://a.example",)}, {}),
        ("no link", {}, {"links": ("http://a.example",)}),
        ("2 links or more", {"links": ("http://a.example", "http://b.example")}, {}),
        ("has website", {"website": "http://a.example"}, {}),
        ("reply", {"is_reply": True}, {}),
        ("no reply", {}, {"is_reply": True}),
        ("article older than 2 days", {"article_hours": 49.0}, {"article_hours": 47.0}),
        ("article younger than 6 hours", {"article_hours": 5.0}, {"article_hours": 7.0}),
        ("article younger than 6 hours", {"article_hours": 5.0}, {"article_hours": None}),
        ("language de/fr", {"language": "de-AT"}, {"language": "en"}),
        ("shorter than 10", {"body": "short"}, {"body": "long enough"}),
        ("longer than 10", {"body": "long enough"}, {"body": "short"}),
        ("written within 5 seconds", {"seconds_to_write": 5}, {"seconds_to_write": 6}),
        ("written within 5 seconds", {"seconds_to_write": 5}, {"seconds_to_write": None}),
    ],
)
def test_a_condition_holds_or_not(condition: str, yes: dict[str, Any], no: dict[str, Any]) -> None:
    matcher = Matcher(f"hold: when {condition}")
    assert matcher.hits(Subject(**{"body": "Words.", **yes}))
    assert not matcher.hits(Subject(**{"body": "Words.", **no}))


def test_all_terms_and_all_conditions_are_needed() -> None:
    rule = "spam: pills + cheap + domain:a.example when new author, has link"
    known = {"links": ("http://a.example/",), "approved": 0}
    assert speaks(rule, "pills, cheap", **known)
    assert not speaks(rule, "pills", **known)
    assert not speaks(rule, "pills, cheap", **{**known, "approved": 3})
    assert not speaks(rule, "pills, cheap", links=("http://b.example/",))


# --- Lines ---


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("casino", "begins with hold:"),
        ("hodl: casino", "begins with hold:"),
        ("hold:", "what to look for"),
        ("hold: /(a+)+$/", "Regular expressions are not taken"),
        ("hold: regex:(a+)+$", "Regular expressions are not taken"),
        ("hold: *", "letters belong beside it"),
        ("hold: buy * now", "letters belong beside it"),
        ("hold: a*", "at least two letters"),
        ("hold: aa*bb*cc*dd*ee", "At most 3 *"),
        ("hold: x when moon is full", "no condition"),
        ("hold: domain:nothing", "stands a domain"),
        ("hold: \u200b", "shows nothing"),
        ("hold: " + "x" * 81, "at most 80 characters"),
        ("hold: " + "x " * 400, "at most 500 characters"),
        ("hold: a + b + c + d + e + f", "At most 5 terms"),
    ],
)
def test_a_line_that_is_no_rule_is_named_with_what_is_wrong(line: str, said: str) -> None:
    with pytest.raises(RuleError, match=re.escape(said)) as caught:
        Matcher(f"# mine\n\n{line}\n")
    assert caught.value.line == 3


def test_a_list_has_an_end() -> None:
    with pytest.raises(RuleError, match="At most 5000 rules"):
        rules_of("\n".join(f"hold: word{n}" for n in range(5001)))


def test_words_that_all_end_alike_have_an_end() -> None:
    with pytest.raises(RuleError, match="end as"):
        Matcher("\n".join(f"hold: {'a' * n}*" for n in range(2, 40)))


def test_a_rule_keeps_its_name_in_and_out_of_the_shadow() -> None:
    [shadow], [rule] = rules_of("shadow hold: Casino"), rules_of("hold:  casino")
    assert (shadow.key, shadow.shadow, rule.shadow) == (rule.key, True, False)


def test_the_same_rule_twice_counts_once() -> None:
    assert len(rules_of("hold: casino\nHOLD: Casino\nspam: casino")) == 2


# --- No line slows a comment down ---


def test_the_steps_grow_with_the_text_and_not_with_the_words() -> None:
    """Counted, not timed: each character is read once, and falls back once at most."""

    class Counted(dict[int, int]):
        asked = 0

        def get(self, key: int, default: Any = None) -> Any:
            Counted.asked += 1
            return super().get(key, default)

    text = "a" * 2000 + "b"
    for count in (1, 10, 500):
        automaton = Automaton(["a" * 70 + "c" * (n + 1) for n in range(count)])
        automaton._edges = Counted(automaton._edges)
        Counted.asked = 0
        assert list(automaton.find(text)) == []
        assert Counted.asked <= 3 * len(text)


def test_the_automaton_finds_what_a_plain_search_finds() -> None:
    rng = random.Random(7)
    for _ in range(200):
        words = list({"".join(rng.choices("abc", k=rng.randint(1, 4))) for _ in range(8)})
        text = "".join(rng.choices("abc", k=30))
        automaton = Automaton(words)
        found = {(e, words[n]) for e, s in automaton.find(text) for n in automaton.found[s]}
        plain = {(e, w) for w in words for e in range(31) if text[:e].endswith(w) and e >= len(w)}
        assert found == plain


def test_a_thousand_rules_that_begin_alike_cost_what_one_does(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    text = "ca " * 1_000
    monkeypatch.setattr(matching, "MOST_STEPS", len(text))
    for one in ("ca*zz{}", "zz{}*ca", "ca*ca*zz{}", "*ca*zz{}*"):
        rules = Matcher("\n".join(f"hold: {one.format(number)}" for number in range(1_000)))
        assert rules.hits(Subject(text)) == []


def test_what_was_found_costs_nothing_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(matching, "MOST_STEPS", 500)
    rules = Matcher("\n".join(f"hold: {'a' * length}*" for length in range(2, 17)))
    assert len(rules.hits(Subject("a" * 20_000))) == 15


def test_a_text_made_to_be_slow_is_given_up() -> None:
    rules = Matcher("\n".join(f"hold: {'a' * length}*" for length in range(2, 17)))
    with pytest.raises(matching.TooManySteps, match="20000 steps"):
        rules.hits(Subject("b" + "a" * 20_000))


def test_terms_with_stars_find_what_a_regular_expression_would() -> None:
    rng = random.Random(11)
    for _ in range(150):
        pieces = ["".join(rng.choices("abc", k=2)) for _ in range(2)]
        left, right = rng.choice(["", "*"]), rng.choice(["", "*"])
        words = ["".join(rng.choices("abc", k=rng.randint(2, 9))) for _ in range(4)]
        form = re.compile(
            ("[a-c]*" if left else "") + "[a-c]*".join(pieces) + ("[a-c]*" if right else "")
        )
        rule = f"hold: {left}{'*'.join(pieces)}{right}"
        assert speaks(rule, " ".join(words)) is any(map(form.fullmatch, words)), (rule, words)


@pytest.mark.parametrize(
    "body",
    ["a" * 20_000, "a\u0301" * 10_000, "a" + "\u0301" * 20_000, "x " * 10_000, "\u202e" * 20_000,
     "http://a.example/x " * 1000, "[dot] " * 3000, "\U0001f600\u200d" * 5000],
    ids=range(8),
)  # fmt: skip
def test_hostile_texts_are_read_to_their_end(body: str) -> None:
    assert speaks("hold: needle", body + " needle")


def test_a_body_is_read_once_for_words_signs_and_domains(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []

    def noted(piece: str) -> Skeleton:
        read.append(piece)
        return skeleton(piece)

    monkeypatch.setattr(reading_of_rules, "skeleton", noted)
    rules = Matcher("hold: needle\nhold: $$$ now\nhold: domain:pills.example")
    read.clear()
    body = "e\u0301 " * 6_000 + "needle at http://pills.example/ $$$ now"
    assert len(rules.hits(Subject(body))) == 3
    assert "".join(read) == body


# --- How often a rule was right ---


def test_of_nothing_nothing_is_known() -> None:
    assert wilson(0, 0) == (0.0, 1.0)
    assert Precision(0, 0).share is None


def test_the_interval_is_wilsons() -> None:
    low, high = wilson(8, 10)
    assert (round(low, 3), round(high, 3)) == (0.490, 0.943)


@pytest.mark.parametrize(
    ("agreed", "overturned", "below"),
    [(0, 9, False), (0, 10, True), (2, 18, True), (5, 6, False), (45, 55, False), (30, 70, True)],
)
def test_only_a_rule_that_is_surely_bad_proposes_its_removal(
    agreed: int, overturned: int, below: bool
) -> None:
    assert Precision(agreed, overturned).is_surely_below(0.5) is below


# --- Conditions on author, place and score ---


@pytest.mark.parametrize(
    ("condition", "known", "other"),
    [
        ("author's first 3 comments", {"approved": 2}, {"approved": 3}),
        ("author younger than 7 days", {"author_hours": 167.0}, {"author_hours": 168.0}),
        ("author younger than 7 days", {"author_hours": 1.0}, {}),
        ("section world", {"section": "world/europe"}, {"section": "worldly"}),
        ("section sport or world/europe", {"section": "world/europe"}, {"section": "world"}),
        ("spam score 60 or more", {"score": 0.6}, {"score": 0.59}),
        ("spam score below 20", {"score": 0.1}, {}),
    ],
)
def test_a_condition_holds_of_who_where_and_how_sure(
    condition: str, known: dict[str, Any], other: dict[str, Any]
) -> None:
    assert speaks(f"hold: casino when {condition}", "Casino", **known)
    assert not speaks(f"hold: casino when {condition}", "Casino", **other)


def test_a_list_says_whether_it_needs_the_score() -> None:
    assert Matcher("hold: a\nhold: bb when spam score 5 or more").asks_score
    assert not Matcher("hold: bb when has link").asks_score
