"""A model made of the same decisions is the same model, and no worse for people who cite."""

from random import Random

import numpy as np
import pytest

from comments.learning.domains import REPUTABLE, DomainMemory
from comments.learning.features import examples, mark_place
from comments.learning.model import Model, blank, probability
from comments.learning.prior import prior
from comments.learning.replay import (
    Decision,
    citing,
    held_out_logits,
    rebuild,
    with_citations,
)

WORDS = [
    "bus",
    "road",
    "school",
    "council",
    "river",
    "market",
    "bridge",
    "train",
    "garden",
    "library",
    "winter",
]


def decisions(count: int = 60) -> list[Decision]:
    random = Random(7)
    made = []
    for number in range(count):
        topic = " ".join(random.sample(WORDS, 5))
        text = (
            f"Cheap watches http://shop{number}.example.com/{number} best price"
            if number % 3 == 0
            else f"I think the {topic} should stay as it was"
        )
        made.append(Decision(examples(text)[0], number % 3 == 0))
    return made


def test_the_same_decisions_make_the_same_model() -> None:
    assert rebuild(prior(), decisions(), 4).pack() == rebuild(prior(), decisions(), 4).pack()


def test_another_seed_makes_another_order() -> None:
    assert rebuild(prior(), decisions(), 4).pack() != rebuild(prior(), decisions(), 5).pack()


def test_without_decisions_half_of_the_prior_is_left() -> None:
    assert np.allclose(rebuild(prior(), []).weights, prior().weights / 2)


def test_rebuilding_does_not_change_the_prior() -> None:
    before = prior().pack()
    rebuild(prior(), decisions())
    assert prior().pack() == before


def test_a_lesson_taken_back_leaves_no_trace() -> None:
    kept = decisions()
    wrong = Decision(kept[1].example, True)
    assert rebuild(blank(), [*kept, wrong][:-1]).pack() == rebuild(blank(), kept).pack()


def test_only_the_last_decisions_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("comments.learning.replay.MAX_DECISIONS", 10)
    assert rebuild(blank(), decisions()).pack() == rebuild(blank(), decisions()[-10:]).pack()


def test_moderators_turn_a_prior_that_is_wrong_here() -> None:
    text = "Subscribe to the newsletter, it is free: https://daily.example/letter"
    example = examples(text)[0]
    before = prior().logit(example)
    after = rebuild(prior(), [*decisions(), *[Decision(example, False)] * 5]).logit(example)
    assert after < before and probability(after) < 0.5


def test_a_good_comment_that_cites_a_source_is_not_taken_for_spam() -> None:
    model = rebuild(blank(), decisions(90))
    cited = examples("I think the school should stay, see https://www.kew.org/read/oak")[0]
    spam = examples("Cheap watches http://shop99.example.com/1 best price")[0]
    assert model.logit(cited) < 0 < model.logit(spam)


def test_six_in_ten_approved_comments_are_repeated_with_a_link() -> None:
    good = [Decision(examples("The bus was late")[0], False)] * 1_000
    assert 540 < len(with_citations(good, Random(1), 0.6)) - 1_000 < 660


def test_spam_is_not_repeated() -> None:
    spam = [one for one in decisions() if one.label]
    assert with_citations(spam, Random(1), 1.0) == spam


def test_the_copy_has_the_marks_of_a_link_and_the_same_words() -> None:
    plain = examples("The bus was late")[0]
    copy = citing(plain, "bbc.co.uk")
    real = examples("The bus was late https://bbc.co.uk/news")[0]
    assert np.isin(copy.marks, np.union1d(real.marks, plain.marks)).all()
    assert mark_place("domain:bbc.co.uk") in copy.marks and copy.chars is plain.chars


def test_a_held_out_logit_comes_from_a_model_that_never_saw_the_comment() -> None:
    known = decisions(40)
    odd = Decision(examples("zzzz qqqq xxxx jjjj")[0], True)
    held_out = held_out_logits(blank(), [*known, odd])
    assert held_out[-1] < rebuild(blank(), [*known, odd]).logit(odd.example)


def test_what_an_allowed_domain_links_to_never_counts() -> None:
    model = Model(np.ones_like(blank().weights), 0.0)
    allowed = DomainMemory().allowed()
    texts = ["See https://en.wikipedia.org/wiki/Owl", "See https://www.reuters.com/world/a?b=1"]
    logits = {model.logit(examples(text, None, allowed)[0]) for text in texts}
    assert len(logits) == 1 and "reuters.com" in REPUTABLE
