"""The review, end to end: what becomes of a waiting comment, and the reasons it is given."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from articles.models import Article
from comments.evidence import gather
from comments.models import Comment, Commenter, Decision, Evidence, Policy
from comments.pipeline.case import Missing, Skipped
from comments.services.apply import Applied
from comments.services.edit import edit
from comments.services.moderate import moderate
from comments.services.review import AskedAgain, review
from comments.services.rule_sets import save_rules
from comments.services.threads import policy_of
from comments.states import Status
from newsroom.kernel import outbox
from newsroom.kernel.models import OutboxEvent
from tests.factories import a_comment, a_posted, a_site, an_article

pytestmark = pytest.mark.django_db

Verdict = tuple[str, list[str]]
LONG_AGO = timedelta(days=30)


@pytest.fixture
def policy(article: Article) -> Policy:
    return policy_of(article.site_id)


@pytest.fixture
def known(article: Article) -> str:
    """The address of somebody who has a published comment here."""
    return a_comment(article, email="ada@example.org").email


@pytest.fixture
def judged(article: Article, now: datetime) -> Callable[..., Verdict]:
    """Posts and reviews: the status, and the reasons of the decision."""

    def run(**fields: Any) -> Verdict:
        return verdict(a_posted(article, now, **fields), now)

    return run


def verdict(comment: Comment, now: datetime) -> Verdict:
    outcome = review(comment.pk, now)
    assert isinstance(outcome, Applied)
    return outcome.decision.after, outcome.decision.reasons


def change(policy: Policy, **values: Any) -> None:
    Policy.objects.filter(pk=policy.pk).update(**values)


def answers(monkeypatch: pytest.MonkeyPatch, scorer: str, answer: Any) -> None:
    def call(comment: Comment, now: datetime) -> Any:
        if isinstance(answer, Exception):
            raise answer
        return answer

    monkeypatch.setitem(gather.SCORERS, scorer, call)


# --- Who wrote it ---


def test_a_newcomers_comment_waits_for_a_person(judged: Callable[..., Verdict]) -> None:
    assert judged() == (Status.HELD, ["first_comment"])


def test_who_was_published_once_is_published_at_once(
    judged: Callable[..., Verdict], known: str
) -> None:
    assert judged(email=known) == (Status.PUBLISHED, ["no_concern"])


def test_an_approval_opens_the_way_for_the_next_comment(
    article: Article, editor: Any, now: datetime, judged: Callable[..., Verdict]
) -> None:
    first = a_posted(article, now)
    assert verdict(first, now)[0] == Status.HELD
    first.refresh_from_db()
    moderate(first, Status.PUBLISHED, editor, now)
    assert judged() == (Status.PUBLISHED, ["no_concern"])


def test_two_waiting_comments_do_not_vouch_for_each_other(judged: Callable[..., Verdict]) -> None:
    assert [judged()[0], judged()[0]] == [Status.HELD, Status.HELD]


def test_a_good_name_at_one_site_is_worth_nothing_at_another(known: str, now: datetime) -> None:
    elsewhere = an_article(a_site("weekly"))
    assert verdict(a_posted(elsewhere, now, email=known), now) == (Status.HELD, ["first_comment"])


def test_somebody_who_gave_no_address_is_always_new(
    judged: Callable[..., Verdict], article: Article
) -> None:
    a_comment(article, email="", name="Ada Reader")
    assert judged(email="") == (Status.HELD, ["first_comment"])


@pytest.mark.parametrize(
    ("state", "found"),
    [
        ("banned", (Status.REJECTED, ["author_banned"])),
        ("watched", (Status.HELD, ["author_watched"])),
        ("trusted", (Status.PUBLISHED, ["no_concern"])),
    ],
)
def test_the_newsrooms_word_on_an_author_counts(
    judged: Callable[..., Verdict], known: str, state: str, found: Verdict
) -> None:
    Commenter.objects.update(state=state)
    assert judged(email=known) == found


def test_a_trusted_newcomer_does_not_wait(article: Article, now: datetime) -> None:
    comment = a_posted(article, now)
    Commenter.objects.update(state="trusted")
    assert verdict(comment, now)[0] == Status.PUBLISHED


@pytest.mark.parametrize(
    ("premoderation", "newcomer", "regular"),
    [
        ("none", Status.PUBLISHED, Status.PUBLISHED),
        ("first", Status.HELD, Status.PUBLISHED),
        ("all", Status.HELD, Status.HELD),
    ],
)
def test_the_site_says_who_waits(
    judged: Callable[..., Verdict],
    policy: Policy,
    known: str,
    premoderation: str,
    newcomer: Status,
    regular: Status,
) -> None:
    change(policy, premoderation=premoderation)
    assert judged(email="new@example.org")[0] == newcomer
    assert judged(email=known)[0] == regular


# --- What it says ---


def test_a_comment_with_many_links_waits(judged: Callable[..., Verdict], known: str) -> None:
    body = "See https://one.example.net/a and https://two.example.net/b"
    assert judged(email=known, body=body) == (Status.HELD, ["many_links"])


def test_a_single_link_is_no_reason_to_wait(judged: Callable[..., Verdict], known: str) -> None:
    assert judged(email=known, body="See https://one.example.net/a")[0] == Status.PUBLISHED


def test_links_home_do_not_count(judged: Callable[..., Verdict], known: str) -> None:
    body = "See https://daily.example/a and https://www.daily.example/b and https://daily.example/c"
    assert judged(email=known, body=body)[0] == Status.PUBLISHED


def test_a_host_that_only_ends_like_the_sites_is_foreign(
    judged: Callable[..., Verdict], known: str
) -> None:
    body = "See https://evildaily.example/a and https://daily.example.net/b"
    assert judged(email=known, body=body)[0] == Status.HELD


@pytest.mark.parametrize(("action", "status"), [("hold", Status.HELD), ("spam", Status.SPAM)])
@pytest.mark.parametrize(
    "field",
    [
        {"body": "Cheap  PILLS for all"},
        {"name": "Cheap Pills"},
        {"body": "cheap\u00adpills? cheap pills!"},
    ],
    ids=["body", "name", "soft-hyphen"],
)
def test_a_listed_phrase_is_found_wherever_it_stands(
    judged: Callable[..., Verdict],
    policy: Policy,
    known: str,
    now: datetime,
    action: str,
    status: Status,
    field: dict[str, str],
) -> None:
    save_rules(policy.site_id, f"{action}: casino\n{action}: cheap pills", now, seen=0)
    assert judged(email=known, **field) == (status, ["listed_word"])


def test_a_listed_word_within_another_is_not_meant(
    judged: Callable[..., Verdict], policy: Policy, known: str, now: datetime
) -> None:
    save_rules(policy.site_id, "spam: cialis", now, seen=0)
    assert judged(email=known, body="He is a specialist, a socialist.")[0] == Status.PUBLISHED


SAID = "Buy the best watches here, my friends"


def said_before(article: Article, now: datetime, times: int, body: str = SAID) -> None:
    for number in range(times):
        a_comment(article, Status.SPAM, body=body, email=f"w{number}@example.org", created_at=now)


def test_what_another_author_said_too_waits(
    article: Article, now: datetime, judged: Callable[..., Verdict], known: str
) -> None:
    said_before(article, now, 1)
    assert judged(email=known, body=SAID) == (Status.HELD, ["repeated_text"])


def test_a_link_that_three_authors_repeat_is_spam(
    article: Article, now: datetime, judged: Callable[..., Verdict], known: str
) -> None:
    body = f"{SAID}: https://watches.example.net"
    said_before(article, now, 2, body)
    assert judged(email=known, body=body) == (Status.SPAM, ["repeated_text"])


def test_short_praise_may_be_repeated(
    article: Article, now: datetime, judged: Callable[..., Verdict], known: str
) -> None:
    said_before(article, now, 5, "Well said, thanks!")
    assert judged(email=known, body="Well said, thanks!")[0] == Status.PUBLISHED


def test_what_was_said_long_ago_is_no_repeat(
    article: Article, now: datetime, judged: Callable[..., Verdict], known: str
) -> None:
    said_before(article, now - LONG_AGO, 3)
    assert judged(email=known, body=SAID)[0] == Status.PUBLISHED


# --- How it was posted ---


def test_whoever_fills_the_trap_is_spam(judged: Callable[..., Verdict], known: str) -> None:
    assert judged(email=known, honeypot=True) == (Status.SPAM, ["honeypot"])


def test_what_was_written_too_quickly_waits(article: Article, now: datetime, known: str) -> None:
    comment = a_posted(article, now, email=known)
    Comment.objects.filter(pk=comment.pk).update(seconds_to_write=2)
    assert verdict(comment, now) == (Status.HELD, ["written_too_quickly"])


# --- What could not be known ---


@pytest.mark.parametrize("answer", ["no_mx", "null_mx", "nxdomain"])
def test_an_address_that_takes_no_mail_waits(
    judged: Callable[..., Verdict], known: str, monkeypatch: pytest.MonkeyPatch, answer: str
) -> None:
    answers(monkeypatch, "mail_domain", answer)
    assert judged(email=known) == (Status.HELD, ["email_undeliverable"])


@pytest.mark.parametrize(
    "answer", ["ok", Missing("the name servers did not answer"), OSError("network is down")]
)
def test_a_mail_domain_that_is_not_known_stops_nobody(
    judged: Callable[..., Verdict], known: str, monkeypatch: pytest.MonkeyPatch, answer: Any
) -> None:
    answers(monkeypatch, "mail_domain", answer)
    assert judged(email=known)[0] == Status.PUBLISHED


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (Missing("down"), "down"),
        (OSError("gone"), "OSError: gone"),
        (object(), "TypeError: Object of type object is not JSON serializable"),
        (float("nan"), "ValueError: Out of range float values are not JSON compliant: nan"),
        ("x" * 200_000, "ValueError: the answer is too long"),
    ],
    ids=["silent", "raises", "no-value", "no-number", "endless"],
)
def test_a_check_without_an_answer_asks_for_a_person(
    judged: Callable[..., Verdict],
    known: str,
    monkeypatch: pytest.MonkeyPatch,
    answer: Any,
    why: str,
) -> None:
    answers(monkeypatch, "same_text", answer)
    assert judged(email=known) == (Status.HELD, ["scorer_missing"])
    assert Decision.objects.latest("id").findings[-1]["details"]["same_text"][:40] == why[:40]


def test_a_site_may_go_on_without_an_answer(
    judged: Callable[..., Verdict], policy: Policy, known: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    change(policy, on_missing=["same_text:ignore"])
    answers(monkeypatch, "same_text", Missing("down"))
    assert judged(email=known) == (Status.PUBLISHED, ["no_concern"])


def test_a_check_may_be_asked_again_before_a_person_is(
    article: Article, policy: Policy, known: str, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    change(policy, on_missing=["same_text:retry"])
    answers(monkeypatch, "same_text", Missing("down"))
    comment = a_posted(article, now, email=known)
    again = review(comment.pk, now)
    assert isinstance(again, AskedAgain) and again.due > now
    row = OutboxEvent.objects.get(name="comment.unanswered")
    assert (row.due, row.payload) == (again.due, {"tries": 2})
    comment.refresh_from_db()
    assert comment.status == Status.PENDING


def test_what_was_asked_often_enough_waits_for_a_person(
    article: Article, policy: Policy, known: str, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    change(policy, on_missing=["same_text:retry"])
    answers(monkeypatch, "same_text", Missing("down"))
    outcome = review(a_posted(article, now, email=known).pk, now, tries=4)
    assert isinstance(outcome, Applied) and outcome.decision.reasons == ["scorer_missing"]


def test_an_answer_at_the_second_time_is_enough(
    article: Article, policy: Policy, known: str, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    change(policy, on_missing=["same_text:retry"])
    comment = a_posted(article, now, email=known)
    with monkeypatch.context() as patch:
        answers(patch, "same_text", Missing("down"))
        review(comment.pk, now)
    comment.refresh_from_db()
    assert verdict(comment, now) == (Status.PUBLISHED, ["no_concern"])


def test_scorers_that_took_all_the_time_leave_none_for_the_next(
    judged: Callable[..., Verdict], known: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gather, "DEADLINE", -1.0)
    judged(email=known)
    assert set(Evidence.objects.values_list("reason", flat=True)) == {"no time was left"}


def test_a_stage_that_fails_asks_for_a_person(
    judged: Callable[..., Verdict], known: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(case: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("comments.services.review.REVIEW", [broken])
    assert judged(email=known) == (Status.HELD, ["stage_failed"])


# --- What is written down ---


def test_the_gravest_finding_decides_and_the_others_are_kept(
    judged: Callable[..., Verdict], policy: Policy, now: datetime
) -> None:
    save_rules(policy.site_id, "spam: casino", now, seen=0)
    body = "Casino https://one.example.net/a https://two.example.net/b"
    assert judged(body=body) == (Status.SPAM, ["listed_word"])
    findings = Decision.objects.latest("id").findings
    found = [(finding["reason"], finding["verdict"]) for finding in findings]
    assert found == [
        ("listed_word", "spam"),
        ("many_links", "held"),
        ("like_spam", "held"),
        ("first_comment", "held"),
    ]


def test_a_decision_names_the_policy_and_nobody(
    judged: Callable[..., Verdict], policy: Policy
) -> None:
    change(policy, version=7)
    judged()
    decision = Decision.objects.latest("id")
    assert (decision.actor, decision.by, decision.note) == ("machine", None, "policy 7")
    assert (decision.before, decision.revision) == (Status.PENDING, 1)


ALONE = {"authors": 0, "linked": 0, "domain": 0, "articles": 1, "sites": 1, "places": 1}


def test_every_scorer_leaves_a_row(
    judged: Callable[..., Verdict], monkeypatch: pytest.MonkeyPatch
) -> None:
    answers(monkeypatch, "mail_domain", OSError("network is down"))
    answers(monkeypatch, "same_text", 4)
    answers(monkeypatch, "learned_spam", Skipped("the site does without"))
    judged()
    rows = Evidence.objects.order_by("scorer").values_list("scorer", "state", "value", "reason")
    assert list(rows) == [
        ("akismet", "skipped", None, "not turned on"),
        ("http_scorer", "skipped", None, "not turned on"),
        ("learned_removed", "skipped", None, "nothing was learned yet"),
        ("learned_spam", "skipped", None, "the site does without"),
        ("lists", "skipped", None, "no rules"),
        ("mail_domain", "missing", None, "OSError: network is down"),
        ("repeats", "ok", ALONE, ""),
        ("same_text", "ok", 4, ""),
    ]


def test_evidence_is_kept_by_revision(article: Article, policy: Policy, now: datetime) -> None:
    comment = a_posted(article, now)
    review(comment.pk, now)
    comment.refresh_from_db()
    edit(comment, "Better words.", policy, now)
    review(comment.pk, now)
    revisions = Evidence.objects.filter(scorer="same_text").order_by("revision")
    assert list(revisions.values_list("revision", flat=True)) == [1, 2]


@pytest.mark.parametrize(
    ("premoderation", "event"), [("none", "comment.published"), ("first", "comment.held")]
)
def test_a_verdict_is_announced(
    judged: Callable[..., Verdict],
    policy: Policy,
    monkeypatch: pytest.MonkeyPatch,
    premoderation: str,
    event: str,
) -> None:
    told: list[str] = []
    monkeypatch.setattr(outbox, "record", lambda name, *_, **__: told.append(name))
    change(policy, premoderation=premoderation)
    judged()
    assert told == ["comment.submitted", event]


# --- Again ---


def test_a_second_review_finds_nothing_to_do(article: Article, now: datetime) -> None:
    comment = a_posted(article, now)
    review(comment.pk, now)
    assert review(comment.pk, now) is None
    assert comment.decisions.count() == 1


def test_a_comment_that_is_gone_is_nothing_to_do(now: datetime, article: Article) -> None:
    assert review(4711, now) is None


def test_a_moderator_who_was_quicker_is_not_overruled(
    article: Article, editor: Any, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    comment = a_posted(article, now)

    def meanwhile(seen: Comment, now: datetime) -> int:
        moderate(Comment.objects.get(pk=seen.pk), Status.REJECTED, editor, now)
        return 0

    monkeypatch.setitem(gather.SCORERS, "same_text", meanwhile)
    review(comment.pk, now)
    comment.refresh_from_db()
    assert comment.status == Status.REJECTED


def test_words_changed_during_the_review_are_judged_anew(
    article: Article, policy: Policy, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    change(policy, premoderation="none")
    comment = a_posted(article, now)

    def meanwhile(seen: Comment, now: datetime) -> int:
        edit(Comment.objects.get(pk=seen.pk), "Other words.", policy, now)
        return 0

    with monkeypatch.context() as patch:
        patch.setitem(gather.SCORERS, "same_text", meanwhile)
        review(comment.pk, now)
    comment.refresh_from_db()
    assert (comment.status, comment.revision) == (Status.PENDING, 2)
    assert OutboxEvent.objects.filter(name="comment.edited", done_at=None).exists()
    assert verdict(comment, now)[0] == Status.PUBLISHED
