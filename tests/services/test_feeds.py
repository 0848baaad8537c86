"""Feeds that the publisher registered: fetched politely, read carefully, never trusted too far."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from articles.models import Article, Feed, Origin, Site
from articles.services import pull_feed as pulling
from articles.services.feeds import add_feed, change_feed
from articles.services.first_seen import first_seen
from articles.services.pull_feed import LEASE, pull_due_feeds, pull_feed
from articles.services.register import register
from newsroom.kernel.fields import FieldError
from tests.factories import NOON
from tests.web_server import Answer, Asked, WebServer, serving

HOME = "https://daily.example"
MINUTE = timedelta(minutes=1)


def entry(id: str, **parts: str) -> str:
    parts = {
        "title": f"Title of {id}",
        "link": f"{HOME}/{id}",
        "guid": f"tag:{id}",
        "pubDate": "Mon, 04 May 2026 08:00:00 GMT",
        **parts,
    }
    return (
        "<item>" + "".join(f"<{name}>{text}</{name}>" for name, text in parts.items()) + "</item>"
    )


def rss(*entries: str) -> bytes:
    return f"<rss version='2.0'><channel>{''.join(entries)}</channel></rss>".encode()


@pytest.fixture
def server(settings: Any) -> Iterator[WebServer]:
    with serving() as running:
        settings.EGRESS_ALLOW = [running.place]
        yield running


@pytest.fixture
def feed(site: Site, server: WebServer) -> Feed:
    server.answer = Answer(200, rss(entry("a"), entry("b")), {"ETag": '"1"'})
    return add_feed(site, server.url("/feed"), NOON)


def pull(feed: Feed, now: datetime = NOON) -> Feed:
    """Fetched when it is due."""
    feed.refresh_from_db()
    assert pull_feed(feed.pk, max(now, feed.next_check))
    feed.refresh_from_db()
    return feed


def titles() -> dict[str, str]:
    return dict(Article.objects.values_list("external_id", "title"))


def test_the_entries_of_a_feed_become_articles(feed: Feed) -> None:
    pull(feed)
    assert titles() == {"tag:a": "Title of a", "tag:b": "Title of b"}
    assert all(row.is_public(NOON) for row in Article.objects.all())
    assert (feed.state, feed.message) == (Feed.State.WELL, "2 created")
    assert feed.next_check == NOON + 15 * MINUTE


def test_a_feed_that_has_not_changed_is_not_sent_again(feed: Feed, server: WebServer) -> None:
    def answer(asked: Asked) -> Answer:
        known = asked.headers.get("if-none-match") == '"1"'
        return Answer(304) if known else Answer(200, rss(entry("a")), {"ETag": '"1"'})

    server.answer = answer
    pull(feed)
    pull(feed)
    assert (feed.state, feed.message) == (Feed.State.WELL, "unchanged")


def test_a_server_that_knows_only_dates_is_asked_by_its_own_date(
    feed: Feed, server: WebServer
) -> None:
    stamp = "Mon, 04 May 2026 08:00:00 GMT"
    server.answer = Answer(200, rss(entry("a")), {"Last-Modified": stamp})
    pull(feed)
    pull(feed)
    assert server.asked[-1].headers["if-modified-since"] == stamp


def test_a_changed_entry_changes_its_article(feed: Feed, server: WebServer) -> None:
    pull(feed)
    server.answer = Answer(200, rss(entry("a", title="New title"), entry("b")))
    assert pull(feed).message == "1 changed, 1 unchanged"
    assert titles()["tag:a"] == "New title"


def test_an_entry_that_leaves_the_feed_leaves_nothing_else(feed: Feed, server: WebServer) -> None:
    pull(feed)
    server.answer = Answer(200, rss(entry("b")))
    pull(feed)
    assert Article.objects.filter(public_at__isnull=False).count() == 2


def test_an_entry_on_a_strange_host_is_refused_and_counted(
    site: Site, feed: Feed, server: WebServer
) -> None:
    server.answer = Answer(200, rss(entry("a"), entry("x", link="https://evil.example/x")))
    pull(feed)
    assert titles() == {"tag:a": "Title of a"}
    assert feed.message.startswith("1 created, 1 refused (url: The host 'evil.example'")
    site.refresh_from_db()
    assert site.domains == ["daily.example"]


def test_an_entry_without_a_date_keeps_the_moment_it_was_first_met(
    feed: Feed, server: WebServer
) -> None:
    server.answer = Answer(200, rss(entry("a", pubDate="")))
    pull(feed)
    pull(feed, NOON + timedelta(days=1))
    assert Article.objects.get().published_at == NOON


def test_what_the_publisher_pushed_is_left_as_it_is(site: Site, feed: Feed) -> None:
    register(site, "42", {"url": f"{HOME}/a", "title": "As pushed"}, NOON)
    register(site, "tag:b", {"url": f"{HOME}/b", "title": "As pushed"}, NOON, origin=Origin.IMPORT)
    assert pull(feed).message == "2 known"
    assert titles() == {"42": "As pushed", "tag:b": "As pushed"}


def test_a_former_address_in_the_feed_is_a_known_article(site: Site, feed: Feed) -> None:
    register(site, "42", {"url": f"{HOME}/a", "title": "A"}, NOON)
    register(site, "42", {"url": f"{HOME}/moved", "title": "A"}, NOON)
    assert pull(feed).message == "1 created, 1 known"


def test_an_entry_with_a_new_name_is_the_same_article(feed: Feed, server: WebServer) -> None:
    pull(feed)
    server.answer = Answer(200, rss(entry("a", guid="other"), entry("b")))
    pull(feed)
    assert set(titles()) == {"tag:a", "tag:b"}


def test_a_page_that_readers_found_first_becomes_the_feeds_article(site: Site, feed: Feed) -> None:
    stub = first_seen(site, f"{HOME}/a", "192.0.2.1", NOON)
    pull(feed)
    assert stub is not None
    assert Article.objects.get(external_id="tag:a").pk == stub.pk


def test_a_bare_list_of_addresses_closes_no_page(site: Site, feed: Feed, server: WebServer) -> None:
    first_seen(site, f"{HOME}/a", "192.0.2.1", NOON)
    kind = "http://www.sitemaps.org/schemas/sitemap/0.9"
    listing = f"<urlset xmlns='{kind}'><url><loc>{HOME}/a</loc></url></urlset>"
    server.answer = Answer(200, listing.encode())
    assert pull(feed).message == "1 skipped"
    assert Article.objects.get().is_stub()


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (Answer(500), "The server answered with status 500."),
        (Answer(404, b"nothing"), "The server answered with status 404."),
        (Answer(200, b"<html><body>Hello</body></html>"), "The feed cannot be read: "),
        (Answer(200, rss(entry("a"))[:-20]), "The feed cannot be read: "),
        (Answer(200, b"<!DOCTYPE x [<!ENTITY a 'b'>]><rss/>"), "The feed cannot be read: "),
        (Answer(200, b""), "The feed cannot be read: "),
        (Answer(302, headers={"Location": "/feed"}), "The feed is redirected too many times."),
        (Answer(302, headers={"Location": "http://127.0.0.1:1/"}), "Port 1 is neither"),
        (Answer(302, headers={"Location": "http://[::1]/"}), "::1 is not on the open internet."),
        (Answer(302, headers={"Location": "file:///etc/passwd"}), "The address cannot be used"),
    ],
)
def test_a_feed_that_cannot_be_read_says_why_and_makes_nothing(
    feed: Feed, server: WebServer, answer: Answer, message: str
) -> None:
    server.answer = answer
    pull(feed)
    assert feed.state == Feed.State.FAILING
    assert feed.message.startswith(message), feed.message
    assert not Article.objects.exists()


def test_a_feed_that_has_moved_is_followed(feed: Feed, server: WebServer) -> None:
    body = rss(entry("a"))
    server.answer = lambda asked: (
        Answer(200, body) if asked.path == "/new" else Answer(301, headers={"Location": "/new"})
    )
    assert pull(feed).message == "1 created"


def test_a_failing_feed_is_left_alone_longer_each_time_up_to_a_day(
    feed: Feed, server: WebServer
) -> None:
    server.answer = Answer(500)
    pauses = []
    for _ in range(9):
        at = feed.next_check
        pull(feed)
        pauses.append((feed.next_check - at) // MINUTE)
    assert pauses == [30, 60, 120, 240, 480, 960, 1440, 1440, 1440]
    server.answer = Answer(200, rss(entry("a")))
    pull(feed)
    assert (feed.state, feed.failures) == (Feed.State.WELL, 0)


def test_a_server_that_asks_to_be_left_alone_is(feed: Feed, server: WebServer) -> None:
    server.answer = Answer(503, headers={"Retry-After": "7200"})
    assert pull(feed).next_check == NOON + 120 * MINUTE


def test_a_feed_that_is_gone_for_good_is_not_asked_again(feed: Feed, server: WebServer) -> None:
    server.answer = Answer(410)
    pull(feed)
    assert (feed.state, feed.enabled) == (Feed.State.GONE, False)
    assert not pull_feed(feed.pk, NOON + timedelta(days=9))


def test_a_feed_in_one_workers_hands_is_in_no_other(
    feed: Feed, server: WebServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []

    def meanwhile(asked: Feed, now: datetime) -> str:
        seen.append(pull_feed(asked.pk, now))
        return "read"

    monkeypatch.setattr(pulling, "_read", meanwhile)
    assert pull_feed(feed.pk, NOON)
    assert seen == [False]


def test_a_feed_whose_worker_died_is_taken_again(feed: Feed) -> None:
    Feed.objects.update(next_check=NOON + LEASE)  # claimed, and nothing since
    assert not pull_feed(feed.pk, NOON + LEASE - MINUTE)
    assert pull_feed(feed.pk, NOON + LEASE)


def test_a_fault_of_ours_in_one_feed_leaves_the_others_be(
    site: Site, feed: Feed, server: WebServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = add_feed(site, server.url("/other"), NOON - MINUTE)
    real = pulling._read

    def trip(asked: Feed, now: datetime) -> str:
        if asked.pk == other.pk:
            raise ZeroDivisionError
        return real(asked, now)

    monkeypatch.setattr(pulling, "_read", trip)
    assert pull_due_feeds(NOON) == 2
    other.refresh_from_db()
    assert (other.state, Article.objects.count()) == (Feed.State.FAILING, 2)


def test_only_feeds_that_are_due_are_fetched(site: Site, feed: Feed, server: WebServer) -> None:
    change_feed(add_feed(site, server.url("/off"), NOON), NOON, minutes=15, enabled=False)
    add_feed(site, server.url("/later"), NOON + MINUTE)
    assert pull_due_feeds(NOON) == 1
    assert [asked.path for asked in server.asked] == ["/feed"]


def test_feeds_left_when_the_time_is_over_wait(feed: Feed) -> None:
    assert pull_due_feeds(NOON, seconds=-1) == 0


@pytest.mark.parametrize(
    ("url", "more"),
    [
        ("ftp://daily.example/feed", {}),
        ("/feed", {}),
        ("https://user:word@daily.example/feed", {}),
        (f"{HOME}/feed", {"minutes": 4}),
        (f"{HOME}/feed", {"minutes": 1441}),
        (f"{HOME}/feed", {"format": "wxr"}),
    ],
)
def test_what_can_be_no_feed_is_refused(site: Site, url: str, more: dict[str, Any]) -> None:
    with pytest.raises(FieldError):
        add_feed(site, url, NOON, **more)


def test_a_feed_is_added_once(site: Site, feed: Feed) -> None:
    with pytest.raises(FieldError, match="already"):
        add_feed(site, feed.url, NOON)


def test_a_feed_is_added_by_a_command(site: Site) -> None:
    out = StringIO()
    call_command("add_feed", site.key, f"{HOME}/feed", minutes=30, stdout=out)
    assert "every 30 minutes" in out.getvalue()
    assert Feed.objects.get().minutes == 30


@pytest.mark.parametrize("words", [("nowhere", f"{HOME}/feed"), ("daily", "feed")])
def test_a_command_that_adds_nothing_says_why(site: Site, words: tuple[str, str]) -> None:
    with pytest.raises(CommandError):
        call_command("add_feed", *words)
    assert not Feed.objects.exists()
