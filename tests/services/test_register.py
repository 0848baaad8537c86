"""Articles told of one by one and in batches: what becomes of them and what is promised."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Article, Origin, Section, SectionEntry, Site
from articles.services.refused import Refused
from articles.services.register import register, register_many
from articles.services.section_entries import enter_all
from articles.services.withdraw import withdraw
from newsroom.kernel.models import OutboxEvent
from tests.factories import NOON, a_site, an_article

HOME = "https://daily.example"


def told(id: str, **data: Any) -> tuple[str, dict[str, Any]]:
    data.setdefault("url", f"{HOME}/{id}")
    data.setdefault("title", f"Title of {id}")
    data.setdefault("published_at", "2026-05-04T08:00:00Z")
    return id, data


def outcomes(site: Site, *items: tuple[str, dict[str, Any]]) -> list[str]:
    done = register_many(site, items, NOON)
    return ["refused" if isinstance(each, Refused) else each for each in done]


def events() -> list[tuple[str, str]]:
    rows = OutboxEvent.objects.order_by("pk")
    return [(row.name, Article.objects.get(pk=int(row.key)).external_id) for row in rows]


def sections_of(article: Article) -> set[str]:
    rows = SectionEntry.objects.filter(article=article, public_at=article.public_at)
    return set(rows.values_list("section__slug", flat=True))


def test_each_of_many_has_its_own_outcome(site: Site) -> None:
    an_article(site, "known", published_at="2026-05-04T08:00:00Z")
    done = outcomes(
        site,
        told("new", tags=["Sea"]),
        told("known", title="Another title"),
        told("bad", title=""),
        told("thief", url=f"{HOME}/new"),
        told("known", title="Another title"),
    )
    assert done == ["created", "changed", "refused", "refused", "unchanged"]


def test_what_is_told_twice_changes_and_promises_nothing(site: Site) -> None:
    items = [told(f"a{number}", section="World/Asia", tags=["Sea", "Ships"]) for number in range(3)]
    outcomes(site, *items)
    promised, version = events(), Site.objects.get().version
    assert outcomes(site, *items) == ["unchanged"] * 3
    assert (events(), Site.objects.get().version) == (promised, version)


def test_what_is_told_twice_costs_the_look_at_its_digest(site: Site) -> None:
    items = [told(f"a{number}") for number in range(20)]
    outcomes(site, *items)
    with CaptureQueriesContext(connection) as asked:
        outcomes(site, *items)
    assert len([query for query in asked if "SELECT" in query["sql"]]) <= 4


def test_the_cost_of_a_batch_of_new_articles_grows_by_few_statements_each(site: Site) -> None:
    def cost(count: int, name: str) -> int:
        items = [
            told(f"{name}{number}", section="World/Asia", tags=["Sea", "Ships"])
            for number in range(count)
        ]
        with CaptureQueriesContext(connection) as asked:
            outcomes(site, *items)
        return len(asked)

    cost(1, "first")  # makes the section and the tags
    assert (cost(31, "b") - cost(1, "a")) / 30 <= 6


def test_a_batch_says_once_that_readers_copies_are_old(site: Site) -> None:
    before = Site.objects.get().version
    outcomes(site, *[told(f"a{number}") for number in range(5)])
    assert Site.objects.get().version == before + 1


def test_the_last_word_about_an_article_in_one_batch_stands(site: Site) -> None:
    first, second = told("a", title="First"), told("a", title="Second")
    outcomes(site, first)
    assert outcomes(site, first, second, first) == ["unchanged", "changed", "changed"]
    assert Article.objects.get().title == "First"


def test_an_address_may_pass_from_one_to_another_within_a_batch(site: Site) -> None:
    outcomes(site, told("old", url=f"{HOME}/today"))
    done = outcomes(site, told("old", url=f"{HOME}/yesterday"), told("new", url=f"{HOME}/today"))
    assert done == ["changed", "created"]


def test_one_told_again_after_it_was_withdrawn_is_shown_again(site: Site, now: datetime) -> None:
    outcomes(site, told("a"))
    withdraw(site, "a", now)
    assert outcomes(site, told("a")) == ["changed"]
    assert Article.objects.get().is_public(now)


def test_one_told_again_after_a_partial_change_is_as_told(site: Site, now: datetime) -> None:
    outcomes(site, told("a", title="As told"))
    register(site, "a", {"title": "Changed"}, now, partial=True)
    assert outcomes(site, told("a", title="As told")) == ["changed"]
    assert Article.objects.get().title == "As told"


def test_other_tags_are_a_change_that_a_second_telling_undoes(site: Site, now: datetime) -> None:
    outcomes(site, told("a", tags=["Sea"]))
    register(site, "a", {"tags": ["Ships"]}, now, partial=True)
    assert outcomes(site, told("a", tags=["Sea"])) == ["changed"]
    assert set(Article.objects.get().tags.values_list("name", flat=True)) == {"Sea"}


def test_a_change_of_nothing_leaves_no_trace(site: Site, now: datetime) -> None:
    outcomes(site, told("a"))
    before = Article.objects.values().get()
    register(site, "a", {}, now, partial=True)
    assert Article.objects.values().get() == before


def test_words_that_cannot_be_compared_are_simply_checked(site: Site) -> None:
    item = told("a", summary={1: 2**70})
    assert outcomes(site, item) == ["refused"]


def test_one_published_without_a_time_keeps_the_time_it_was_first_told(
    site: Site, now: datetime
) -> None:
    data = told("a", published_at=None)[1]
    register(site, "a", data, now)
    later = register(site, "a", {**data, "title": "New"}, now + timedelta(hours=2)).article
    assert later.published_at == now


def test_events_tell_what_became_of_each(site: Site) -> None:
    outcomes(site, told("a"), told("b", status="draft"))
    outcomes(site, told("a", title="New"), told("b"))
    assert events() == [
        ("article.published", "a"),
        ("article.changed", "a"),
        ("article.published", "b"),
    ]


def test_a_push_takes_over_what_a_feed_told_of(site: Site, now: datetime) -> None:
    by_feed = register(site, f"{HOME}/?p=42", told("-")[1], now, origin=Origin.FEED).article
    pushed = register(site, "42", told("-")[1], now)
    assert (pushed.article.pk, pushed.article.external_id) == (by_feed.pk, "42")
    assert (pushed.created, pushed.article.origin) == (True, Origin.PUSH)


def test_a_feed_takes_over_nothing_that_was_pushed(site: Site, now: datetime) -> None:
    register(site, "42", told("-")[1], now)
    with pytest.raises(Refused):
        register(site, f"{HOME}/?p=42", told("-")[1], now, origin=Origin.FEED)


def test_what_an_import_told_the_same_of_is_raised_by_a_push(site: Site, now: datetime) -> None:
    register_many(site, [told("a")], now, origin=Origin.IMPORT)
    assert outcomes(site, told("a")) == ["unchanged"]
    assert Article.objects.get().origin == Origin.PUSH


def test_an_article_stands_in_its_section_and_in_all_above(site: Site) -> None:
    row = an_article(site, "a", section="World/Asia/Japan")
    assert sections_of(row) == {"world", "world/asia", "world/asia/japan"}


def test_an_article_that_changes_section_leaves_the_old_one(site: Site) -> None:
    an_article(site, "a", section="World/Asia")
    row = register(site, "a", {"section": "World/Africa"}, NOON, partial=True).article
    assert sections_of(row) == {"world", "world/africa"}
    assert SectionEntry.objects.count() == 2


def test_an_article_with_a_new_time_has_it_in_every_section(site: Site) -> None:
    an_article(site, "a", section="World/Asia")
    moved = {"published_at": "2026-05-01T00:00:00Z"}
    row = register(site, "a", moved, NOON, partial=True).article
    assert sections_of(row) == {"world", "world/asia"}
    assert SectionEntry.objects.count() == 2


@pytest.mark.parametrize("status", ["draft", "withdrawn"])
def test_what_is_not_shown_stands_in_no_section(site: Site, status: str) -> None:
    an_article(site, "a", section="World")
    register(site, "a", {"status": status}, NOON, partial=True)
    assert not SectionEntry.objects.exists()


def test_a_withdrawn_article_leaves_its_sections(site: Site, now: datetime) -> None:
    an_article(site, "a", section="World/Asia")
    withdraw(site, "a", now)
    assert not SectionEntry.objects.exists()


def test_entries_made_anew_are_the_ones_that_were_there(site: Site) -> None:
    rows = [an_article(site, f"a{n}", section=f"World/Part {n % 2}") for n in range(4)]
    an_article(a_site("weekly"), "other", section="World")
    before = [sections_of(row) for row in rows]
    SectionEntry.objects.filter(section__site=site).delete()
    assert enter_all(site) == 8
    assert [sections_of(row) for row in rows] == before
    assert SectionEntry.objects.count() == 9


def test_a_section_whose_names_fold_to_too_many_letters_is_refused(site: Site) -> None:
    with pytest.raises(Refused, match="too long"):
        an_article(site, "a", section="ﷺ/" * 20)
    assert not Section.objects.exists()


def test_two_requests_with_one_new_id_are_one_article(
    site: Site, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    other_came_first(monkeypatch, lambda: register(site, "a", told("a", title="Theirs")[1], now))
    done = register(site, "a", told("a", title="Ours")[1], now)
    assert (Article.objects.get().title, done.created) == ("Ours", False)


def test_two_requests_with_one_new_address_are_not_one_article(
    site: Site, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    other_came_first(monkeypatch, lambda: register(site, "b", told("a")[1], now))
    with pytest.raises(Refused, match="Another article"):
        register(site, "a", told("a")[1], now)


def other_came_first(monkeypatch: pytest.MonkeyPatch, act: Callable[[], object]) -> None:
    """Lets another request act between our look at the table and our write."""
    from articles.services.shelf import Shelf

    real = Shelf.put

    def put(self: Shelf, item: Any) -> Any:
        monkeypatch.setattr(Shelf, "put", real)
        act()
        return real(self, item)

    monkeypatch.setattr(Shelf, "put", put)
