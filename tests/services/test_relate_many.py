"""Articles told of together: every one gets its links, whatever happens on the way."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from articles.models import ArticleVector, RelatedLink, Site
from articles.services import announce, relate_many
from articles.services.ban import ban
from articles.services.rebuild_related import rebuild
from articles.services.register import register, register_many
from articles.services.relate import relate
from articles.services.upkeep import begin_upkeep
from articles.services.withdraw import withdraw
from newsroom.celery import LANES
from newsroom.kernel import outbox
from newsroom.kernel.models import OutboxEvent
from tests.services.paper import STORIES, SUBJECTS, a_paper, a_text, named, shown

pytestmark = pytest.mark.django_db

Work = Callable[[], int]
NAMES = [f"{subject}-{number}" for number in range(STORIES) for subject in SUBJECTS]


def told(name: str, now: datetime, **data: Any) -> tuple[str, dict[str, Any]]:
    subject, _, number = name.removeprefix("new-").partition("-")
    words = {
        "url": f"https://daily.example/{name}",
        "title": f"Story {name}",
        "body": a_text(subject, name),
        "published_at": (now - timedelta(days=int(number), hours=1)).isoformat(),
    }
    return name, {**words, **data}


def tell(site: Site, names: list[str], now: datetime, **data: Any) -> None:
    register_many(site, [told(name, now, **data) for name in names], now)


def in_batches(site: Site, now: datetime, size: int = 7) -> None:
    for start in range(0, len(NAMES), size):
        tell(site, NAMES[start : start + size], now)


def lists() -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for owner, other in RelatedLink.objects.order_by("article_id", "position").values_list(
        "article_id", "other_id"
    ):
        found.setdefault(owner, []).append(other)
    return found


def of_their_own(site: Site, now: datetime) -> bool:
    """Whether readers of every story are led to others of its subject."""
    return all(
        shown(site, name, now) and shown(site, name, now)[0].startswith(name.partition("-")[0])
        for name in NAMES
    )


def test_articles_told_of_together_are_one_promise(site: Site, now: datetime) -> None:
    tell(site, NAMES, now)
    assert OutboxEvent.objects.values_list("name", flat=True).get() == "articles.told"


def test_each_of_them_leads_to_stories_of_its_subject(
    site: Site, now: datetime, work: Work
) -> None:
    tell(site, NAMES, now)
    work()
    assert of_their_own(site, now)


def test_a_flood_of_them_does_too(site: Site, now: datetime, work: Work) -> None:
    in_batches(site, now)
    work()
    assert of_their_own(site, now)


def test_a_flood_leaves_the_lists_that_a_rebuild_makes(
    site: Site, now: datetime, work: Work
) -> None:
    in_batches(site, now)
    work()
    after_the_flood = lists()
    rebuild(site, now)
    assert after_the_flood == lists()


def test_older_lists_take_them_in(site: Site, now: datetime, work: Work) -> None:
    a_paper(site, now)
    tell(site, [f"new-harbour-{number}" for number in range(5)], now)
    work()
    assert any(name.startswith("new-harbour") for name in shown(site, "harbour-0", now))


def test_an_editors_ban_holds_in_a_flood(site: Site, now: datetime, work: Work) -> None:
    in_batches(site, now)
    ban(named(site, "harbour-0"), named(site, "harbour-1"), None, now)
    work()
    assert "harbour-1" not in shown(site, "harbour-0", now)
    assert "harbour-0" not in shown(site, "harbour-1", now)


def test_one_that_is_taken_back_before_its_turn_is_in_no_list(
    site: Site, now: datetime, work: Work
) -> None:
    in_batches(site, now)
    withdraw(site, "harbour-0", now)
    work()
    assert not RelatedLink.objects.filter(other=named(site, "harbour-0")).exists()


def test_told_of_again_with_other_words_they_change_their_lists(
    site: Site, now: datetime, work: Work
) -> None:
    in_batches(site, now)
    work()
    moved = [f"orchard-{number}" for number in range(STORIES)]
    bodies = [a_text("football", name) for name in moved]
    items = [told(name, now, body=body) for name, body in zip(moved, bodies, strict=True)]
    register_many(site, items, now + timedelta(seconds=1))
    work()
    assert any(name.startswith("football") for one in moved for name in shown(site, one, now))


def test_what_is_no_more_public_together_leaves_every_list(
    site: Site, now: datetime, work: Work
) -> None:
    in_batches(site, now)
    work()
    drafts = [f"orchard-{number}" for number in range(STORIES)]
    tell(site, drafts, now + timedelta(seconds=1), status="withdrawn")
    work()
    assert not RelatedLink.objects.filter(other__external_id__startswith="orchard").exists()


# --- What may break ---


class Killed(BaseException):
    """Nobody catches it: for the process it is the end."""


def dies_at(monkeypatch: pytest.MonkeyPatch, place: str) -> pytest.MonkeyPatch:
    def dies(*_: Any, **__: Any) -> None:
        raise Killed

    monkeypatch.setattr(place, dies)
    return monkeypatch


def delivered_until_killed() -> None:
    outbox.wiring()
    waiting = OutboxEvent.objects.filter(done_at=None, tries=0).order_by("pk")
    with pytest.raises(Killed):
        while row := waiting.first():
            outbox.deliver(row.pk)


def when_the_lease_has_run_out() -> None:
    """The row is free again, as a minute after its worker's death."""
    for row in OutboxEvent.objects.filter(done_at=None):
        row.running_until = None
        row.save(update_fields=["running_until"])
        outbox.deliver(row.pk)


@pytest.mark.parametrize(
    "place",
    [
        "articles.services.relate_many.placements",
        "articles.services.relate_many.link_many",
        "articles.services.link_many.mark_linked",
        "articles.services.link_many.take_in",
    ],
)
def test_a_worker_that_dies_amid_a_batch_leaves_it_to_the_next(
    site: Site, now: datetime, work: Work, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    in_batches(site, now)
    with monkeypatch.context() as moment:
        dies_at(moment, place)
        delivered_until_killed()
    when_the_lease_has_run_out()
    work()
    assert of_their_own(site, now)
    assert not ArticleVector.objects.filter(facts="").exists()


def test_one_that_nobody_can_work_on_takes_no_other_with_it(
    site: Site, now: datetime, work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    count_terms = relate_many.placements.__globals__["count_terms"]

    def breaks(title: str, *rest: Any) -> Any:
        if title == "Story orchard-3":
            raise ValueError("no such text")
        return count_terms(title, *rest)

    monkeypatch.setattr("articles.services.placing.count_terms", breaks)
    tell(site, NAMES, now)
    work()
    for _ in range(relate_many.TOGETHER):
        OutboxEvent.objects.filter(done_at=None).update(due=now)
        when_the_lease_has_run_out()
    work()
    left = OutboxEvent.objects.filter(done_at=None).values_list("key", flat=True)
    assert list(left) == [str(named(site, "orchard-3").pk)]
    assert len(lists()) == len(NAMES) - 1


def test_one_that_changes_while_it_is_read_is_done_as_it_is_last(
    site: Site, now: datetime, work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_paper(site, now)
    compared_many, edits = relate_many.link_many.__globals__["compared_many"], ["football"]

    def edited_meanwhile(*given: Any) -> Any:
        found = compared_many(*given)
        if edits:
            body = a_text(edits.pop(), "new")
            later = now + timedelta(seconds=1)
            register(site, "new-harbour-0", {"body": body}, later, partial=True)
        return found

    monkeypatch.setattr("articles.services.link_many.compared_many", edited_meanwhile)
    tell(site, [f"new-harbour-{number}" for number in range(5)], now)
    work()
    assert any(name.startswith("football") for name in shown(site, "new-harbour-0", now))


def test_what_comes_while_others_are_linked_is_in_their_lists(
    site: Site, now: datetime, work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_paper(site, now)
    compared_many, meanwhile = relate_many.link_many.__globals__["compared_many"], ["new-harbour-9"]

    def another_comes_meanwhile(subjects: Any, *given: Any) -> Any:
        found = compared_many(subjects, *given)
        if meanwhile:
            name = meanwhile.pop()
            relate(register(site, *told(name, now), now).article.pk, now)
        return found

    monkeypatch.setattr("articles.services.link_many.compared_many", another_comes_meanwhile)
    tell(site, [f"new-harbour-{number}" for number in range(5)], now)
    work()
    late = named(site, "new-harbour-9")
    found_by_it = set(RelatedLink.objects.filter(article=late).values_list("other", flat=True))
    leading_there = RelatedLink.objects.filter(other=late).values_list("article", flat=True)
    new = {named(site, f"new-harbour-{number}").pk for number in range(5)}
    assert found_by_it & new and found_by_it & new <= set(leading_there)


def test_a_rebuild_waits_until_all_have_come(site: Site, now: datetime, work: Work) -> None:
    a_paper(site, now)
    tell(site, [f"new-harbour-{number}" for number in range(5)], now)
    outbox.record("articles.outgrown", f"{site.pk}:en", now=now)
    rebuilding = OutboxEvent.objects.get(name="articles.outgrown")
    outbox.wiring()
    outbox.deliver(rebuilding.pk)
    again = OutboxEvent.objects.filter(name="articles.outgrown", done_at=None).get()
    assert again.due > now


def test_a_few_articles_do_not_wait_for_each_other(site: Site, now: datetime) -> None:
    tell(site, NAMES[: announce.MANY - 1], now)
    names = set(OutboxEvent.objects.values_list("name", flat=True))
    assert names == {"article.published"}


def test_a_young_site_is_told_of_all_before_any_is_placed(
    site: Site, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(relate_many, "QUIET", timedelta(seconds=1))
    in_batches(site, now)
    pks = list(site.articles.values_list("pk", flat=True))
    relate_many.relate_told(site, pks, now, now)
    waiting = OutboxEvent.objects.order_by("pk").last()
    assert waiting is not None and waiting.due > now and waiting.payload["articles"] == pks
    assert not ArticleVector.objects.exists()


def test_it_waits_no_longer_than_is_patient(site: Site, now: datetime) -> None:
    in_batches(site, now)
    pks = list(site.articles.values_list("pk", flat=True))
    relate_many.relate_told(site, pks, now - relate_many.PATIENCE, now)
    assert ArticleVector.objects.count() == len(pks)


def test_a_flood_of_a_new_site_owes_no_rebuild(site: Site, now: datetime, work: Work) -> None:
    in_batches(site, now)
    work()
    assert not OutboxEvent.objects.filter(name="articles.outgrown").exists()


def test_what_waits_together_is_taken_on_together(site: Site, now: datetime, work: Work) -> None:
    in_batches(site, now)
    promises = OutboxEvent.objects.filter(name="articles.told").count()
    work()
    assert promises > 1 and OutboxEvent.objects.filter(name="articles.placed").count() == 1


def test_nobody_waits_for_upkeep(site: Site, now: datetime, work: Work) -> None:
    in_batches(site, now)
    work()
    begin_upkeep(now)
    lanes = OutboxEvent.objects.values_list("name", "lane").distinct()
    by_lane: dict[str, set[str]] = {}
    for name, lane in lanes:
        by_lane.setdefault(lane, set()).add(name)
    assert by_lane == {"told": {"articles.told", "articles.placed"}, "upkeep": {"related.upkeep"}}
    assert set(by_lane) < set(LANES)
