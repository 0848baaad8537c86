"""Campaigns: what several people spread is held or spam, and can be decided at once."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from articles.models import Article, Site
from comments.models import Comment, Decision, Evidence, RepeatMark
from comments.services.judge_cluster import cluster_of, judge_cluster
from comments.services.moderate import moderate
from comments.services.repeat_marks import sweep_marks
from comments.services.review import review
from comments.states import Status
from tests.factories import a_comment, a_posted, a_site, an_article

pytestmark = pytest.mark.django_db
AD = "My cousin earned {} dollars last week working from home with this"


@pytest.fixture
def said(article: Article, now: datetime) -> Callable[..., Comment]:
    """Somebody who is known here says something, and it is judged."""

    def run(body: str, who: str = "ada", **more: Any) -> Comment:
        where = more.pop("where", article)
        at = more.pop("at", now)
        a_comment(where, email=f"{who}@example.org")
        comment = a_posted(where, at, body=body, email=f"{who}@example.org", **more)
        review(comment.pk, at)
        comment.refresh_from_db()
        return comment

    return run


def reasons(comment: Comment) -> list[str]:
    return list(Decision.objects.filter(comment=comment).latest("id").reasons)


def test_what_another_said_in_nearly_the_same_words_waits(said: Any) -> None:
    said(AD.format("5,000"))
    second = said(AD.format("912") + " friends", "bob")
    assert (second.status, reasons(second)) == (Status.HELD, ["repeated_text"])


def test_three_people_with_one_link_are_a_campaign(said: Any) -> None:
    link = " https://pills.example/{}"
    said(AD.format("1,000") + link.format(1), "ada")
    said(AD.format("2,000") + link.format(2), "bob")
    assert said(AD.format("3,000") + link.format(3), "cleo").status == Status.SPAM


def test_three_people_without_a_link_are_for_a_person(said: Any) -> None:
    for who in ("ada", "bob"):
        said(AD.format("1,000"), who)
    assert said(AD.format("3,000") + " now", "cleo").status == Status.HELD


def test_somebody_who_repeats_themselves_is_no_campaign(said: Any) -> None:
    said(AD.format("5,000"))
    assert said(AD.format("912") + " friends").status == Status.PUBLISHED


def test_short_praise_may_be_said_by_everybody(said: Any) -> None:
    said("I could not agree more, thanks!", "ada")
    assert said("Could not agree more, many thanks!", "bob").status == Status.PUBLISHED


def test_a_campaign_is_known_at_the_next_site(said: Any) -> None:
    said(AD.format("5,000"))
    elsewhere = an_article(a_site("weekly"))
    second = said(AD.format("912"), "bob", where=elsewhere)
    assert second.status == Status.HELD
    assert Evidence.objects.get(comment=second, scorer="repeats").value["sites"] == 2


def test_what_was_said_days_ago_is_forgotten(said: Any, now: datetime) -> None:
    said(AD.format("5,000"), at=now - timedelta(days=4))
    assert said(AD.format("912"), "bob").status == Status.PUBLISHED


def test_the_third_person_who_links_to_an_unknown_place_waits(said: Any, editor: Any) -> None:
    bodies = ["Look here https://x.pills.example/1", "Mine is https://pills.example/2",
              "Over there https://pills.example/3"]  # fmt: skip
    first, second = said(bodies[0], "ada"), said(bodies[1], "bob")
    Comment.objects.filter(pk__in=[first.pk, second.pk]).update(status=Status.HELD)
    third = said(bodies[2], "cleo")
    assert (third.status, reasons(third)) == (Status.HELD, ["repeated_link"])


def test_a_place_that_people_were_published_with_may_be_cited(said: Any) -> None:
    for who in ("ada", "bob"):
        said(f"{who} says https://pills.example/{who}", who)
    assert said("Over there https://pills.example/3", "cleo").status == Status.PUBLISHED


def test_who_writes_everywhere_at_once_waits(said: Any, site: Site) -> None:
    found = [said(f"Word {n} of mine on this.", where=an_article(site)).status for n in range(6)]
    assert found == [Status.PUBLISHED] * 5 + [Status.HELD]


def test_changed_words_leave_other_marks(said: Any, now: datetime) -> None:
    comment = said(AD.format("5,000"))
    Comment.objects.filter(pk=comment.pk).update(body="Other words of mine here.", status="pending")
    review(comment.pk, now)
    assert said(AD.format("912"), "bob").status == Status.PUBLISHED


def test_old_marks_are_swept(said: Any, now: datetime) -> None:
    said(AD.format("5,000"))
    assert sweep_marks(now) == 0
    assert sweep_marks(now + timedelta(days=4)) > 0
    assert not RepeatMark.objects.exists()


# --- Decided together ---


def test_a_campaign_is_decided_at_once_each_with_its_own_decision(
    said: Any, editor: Any, now: datetime
) -> None:
    rows = [said(AD.format(n), who) for n, who in enumerate(("ada", "bob", "cleo"))]
    other = said("Something of my own about boats.", "dan")
    done = judge_cluster(rows[0], Status.SPAM, editor, now)
    assert len(done) == 3
    assert {row.status for row in Comment.objects.filter(pk__in=[r.pk for r in rows])} == {"spam"}
    assert all(row.decisions.filter(by=editor).count() == 1 for row in rows)
    other.refresh_from_db()
    assert other.status == Status.PUBLISHED


def test_what_a_colleague_decided_stands(said: Any, editor: Any, now: datetime) -> None:
    first, second = said(AD.format("1"), "ada"), said(AD.format("2"), "bob")
    moderate(second, Status.PUBLISHED, editor, now)
    assert cluster_of(first, now) == [first]


def test_comments_of_another_site_are_not_decided(said: Any, now: datetime) -> None:
    first = said(AD.format("1"), "ada")
    said(AD.format("2"), "bob", where=an_article(a_site("weekly")))
    assert cluster_of(first, now) == [first]
