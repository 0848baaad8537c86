"""A site's rules: versions, their effect on a comment, and what they would have done."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from articles.models import Article, Site
from comments.models import Comment, Decision, Evidence, RuleSet
from comments.reading.replay import replay
from comments.reading.rule_figures import rule_figures
from comments.rules.errors import RuleError
from comments.rules.matcher import Matcher
from comments.services.moderate import moderate
from comments.services.rehearse import rehearse
from comments.services.review import review
from comments.services.rule_sets import Outdated, in_force, roll_back, save_rules
from comments.states import Status
from newsroom.kernel.fields import FieldError
from tests.factories import a_comment, a_posted, a_site, an_article

pytestmark = pytest.mark.django_db


@pytest.fixture
def judged(article: Article, now: datetime) -> Callable[..., tuple[str, list[str]]]:
    """What becomes of a comment of somebody who is known here."""
    a_comment(article, email="ada@example.org")

    def run(**fields: Any) -> tuple[str, list[str]]:
        comment = a_posted(article, now, email="ada@example.org", **fields)
        review(comment.pk, now)
        decision = Decision.objects.filter(comment=comment).latest("id")
        return decision.after, decision.reasons

    return run


# --- Versions ---


def test_each_change_is_a_version(site: Site, now: datetime) -> None:
    save_rules(site.pk, "hold: one", now, seen=0)
    save_rules(site.pk, "hold: two", now, seen=1, note="better")
    assert list(RuleSet.objects.values_list("version", "text")) == [
        (2, "hold: two"),
        (1, "hold: one"),
    ]


def test_what_says_the_same_is_no_change(site: Site, now: datetime) -> None:
    first = save_rules(site.pk, "hold: one", now, seen=0)
    assert save_rules(site.pk, "hold: one", now, seen=1) == first


def test_whoever_began_with_an_older_version_is_told_so(site: Site, now: datetime) -> None:
    save_rules(site.pk, "hold: one", now, seen=0)
    with pytest.raises(Outdated):
        save_rules(site.pk, "hold: two", now, seen=0)
    assert RuleSet.objects.count() == 1


def test_going_back_is_a_version_too(site: Site, now: datetime) -> None:
    save_rules(site.pk, "hold: one", now, seen=0)
    save_rules(site.pk, "hold: two", now, seen=1)
    back = roll_back(site.pk, 1, now, seen=2)
    assert (back.version, back.text, back.note) == (3, "hold: one", "back to version 1")


def test_a_wrong_line_changes_nothing(site: Site, now: datetime) -> None:
    with pytest.raises(RuleError, match="Line 2"):
        save_rules(site.pk, "hold: one\nwrong", now, seen=0)
    assert in_force(site.pk) is None


# --- Their effect ---


@pytest.mark.parametrize(
    ("action", "status"),
    [("hold", Status.HELD), ("reject", Status.REJECTED), ("spam", Status.SPAM)],
)
def test_a_rule_does_what_it_says(
    site: Site, now: datetime, judged: Any, action: str, status: Status
) -> None:
    save_rules(site.pk, f"{action}: casino", now, seen=0)
    assert judged(body="The casino is open.") == (status, ["listed_word"])


def test_the_gravest_rule_decides(site: Site, now: datetime, judged: Any) -> None:
    save_rules(site.pk, "spam: casino\nhold: open", now, seen=0)
    assert judged(body="The casino is open.")[0] == Status.SPAM


def test_a_rule_in_the_shadow_is_written_down_and_does_nothing(
    site: Site, now: datetime, judged: Any
) -> None:
    save_rules(site.pk, "shadow spam: casino", now, seen=0)
    assert judged(body="The casino is open.")[0] == Status.PUBLISHED
    [hit] = Evidence.objects.get(scorer="lists").value["hits"]
    assert (hit["text"], hit["shadow"], hit["span"]) == ("spam: casino", True, [4, 10])


def test_rules_of_another_site_say_nothing_here(now: datetime, judged: Any) -> None:
    save_rules(a_site("weekly").pk, "spam: casino", now, seen=0)
    assert judged(body="The casino is open.")[0] == Status.PUBLISHED


def test_a_rule_knows_the_article(site: Site, article: Article, now: datetime, judged: Any) -> None:
    save_rules(site.pk, "hold: when article older than 2 hours", now, seen=0)
    assert judged()[0] == Status.PUBLISHED
    old = an_article(site, published_at=(now - timedelta(days=9)).isoformat())
    comment = a_posted(old, now, email="ada@example.org")
    review(comment.pk, now)
    comment.refresh_from_db()
    assert comment.status == Status.HELD


def test_rules_that_a_newer_program_wrote_let_nothing_pass_unseen(
    site: Site, now: datetime, judged: Any
) -> None:
    RuleSet.objects.create(site=site, version=1, text="quarantine: casino", created=now)
    assert judged() == (Status.HELD, ["scorer_missing"])


def test_a_decision_by_rules_can_be_replayed_after_they_changed(
    site: Site, now: datetime, judged: Any
) -> None:
    save_rules(site.pk, "spam: casino", now, seen=0)
    judged(body="The casino is open.")
    save_rules(site.pk, "", now, seen=1)
    decision = Decision.objects.filter(actor="machine").latest("id")
    assert (replay(decision).verdict, replay(decision).reasons) == ("spam", ("listed_word",))


# --- How often a rule was right ---


def test_a_rule_is_measured_by_what_people_decided(
    site: Site, article: Article, editor: Any, now: datetime
) -> None:
    for number, to in enumerate([Status.SPAM] * 3 + [Status.PUBLISHED] * 12):
        comment = a_posted(article, now, body=f"The casino, number {number}.")
        moderate(comment, to, editor, now)
    [figure, other] = rule_figures(site.pk, Matcher("shadow hold: casino\nspam: nothing"), 0.6)
    assert (figure.precision.agreed, figure.precision.overturned) == (3, 12)
    assert (figure.proposes_removal, other.proposes_removal) == (True, False)


def test_the_last_word_of_people_counts(
    site: Site, article: Article, editor: Any, now: datetime
) -> None:
    comment = a_posted(article, now, body="The casino.")
    moderate(comment, Status.SPAM, editor, now)
    moderate(comment, Status.PUBLISHED, editor, now)
    [figure] = rule_figures(site.pk, Matcher("hold: casino"), 0.5)
    assert (figure.precision.agreed, figure.precision.overturned) == (0, 1)


# --- What a change would have done ---


def test_a_rehearsal_says_what_rules_would_have_done_and_what_people_said(
    site: Site, article: Article, editor: Any, now: datetime, judged: Any
) -> None:
    judged(body="The casino is open.")
    judged(body="The casino is closed.")
    judged(body="Something else.")
    first, second = Comment.objects.filter(body__contains="casino").order_by("id")
    moderate(first, Status.SPAM, editor, now)
    moderate(second, Status.HELD, editor, now)
    moderate(second, Status.PUBLISHED, editor, now)
    found = rehearse(site.pk, rules="spam: casino")
    assert (found.judged, found.hits, found.agreed, found.overturned) == (3, 2, 1, 1)
    assert found.moved == {("published", "spam"): 2}
    assert {(one.comment, one.people) for one in found.examples} == {
        (first.pk, "spam"),
        (second.pk, "published"),
    }


def test_a_rehearsal_changes_nothing(site: Site, judged: Any) -> None:
    judged(body="The casino is open.")
    rehearse(site.pk, rules="spam: casino", settings={"max_links": "1"})
    assert in_force(site.pk) is None
    assert Comment.objects.filter(status=Status.SPAM).count() == 0


def test_a_rehearsal_tries_settings(site: Site, judged: Any) -> None:
    judged(body="See https://one.example.net/a")
    found = rehearse(site.pk, settings={"max_links": "1"})
    assert found.moved == {("published", "held"): 1}


def test_taking_rules_away_is_tried_too(
    site: Site, editor: Any, now: datetime, judged: Any
) -> None:
    save_rules(site.pk, "hold: casino", now, seen=0)
    judged(body="The casino is open.")
    moderate(Comment.objects.latest("id"), Status.PUBLISHED, editor, now)
    found = rehearse(site.pk, rules="")
    assert (found.moved, found.agreed) == ({("held", "published"): 1}, 1)


def test_what_cannot_be_judged_again_is_counted(
    site: Site, article: Article, now: datetime, judged: Any
) -> None:
    judged()
    Decision.objects.update(facts={"pipeline": 0})
    found = rehearse(site.pk, rules="hold: casino")
    assert (found.judged, found.skipped) == (0, 1)


def test_another_sites_decisions_are_not_looked_at(site: Site, now: datetime) -> None:
    elsewhere = an_article(a_site("weekly"))
    review(a_posted(elsewhere, now).pk, now)
    assert rehearse(site.pk, rules="hold: casino").judged == 0


@pytest.mark.parametrize("settings", [{"nope": "1"}, {"max_links": "many"}, {"max_body": "0"}])
def test_settings_that_cannot_be_are_refused(site: Site, settings: dict[str, str]) -> None:
    with pytest.raises(FieldError):
        rehearse(site.pk, settings=settings)


def test_a_text_that_rules_cannot_read_in_time_waits_for_a_person(
    judged: Callable[..., tuple[str, list[str]]], site: Site, now: datetime
) -> None:
    tower = "\n".join(f"spam: {'a' * length}*" for length in range(2, 17))
    save_rules(site.pk, tower, now, seen=0)
    assert judged(body="b" + "a" * 9_000) == (Status.HELD, ["scorer_missing"])
    assert rehearse(site.pk, rules=tower).hits == 0
    assert rule_figures(site.pk, Matcher(tower), 0.5)[0].precision.judged == 0
