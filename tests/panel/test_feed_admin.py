"""Feeds in the admin: how they do, and the verbs behind its buttons."""

from typing import Any

import pytest
from django.test import Client

from articles.models import Feed, Site
from articles.services.feeds import add_feed
from tests.factories import NOON

URL = "https://daily.example/feed"
LIST = "/admin/articles/feed/"


@pytest.fixture
def desk(editor: Any, client: Client) -> Client:
    client.force_login(editor)
    return client


def test_a_feed_is_added_by_its_form(desk: Client, site: Site) -> None:
    form = {"site": site.pk, "url": URL, "format": "auto", "minutes": 20}
    assert desk.post(LIST + "add/", form).status_code == 302
    feed = Feed.objects.get()
    assert (feed.url, feed.minutes, feed.enabled) == (URL, 20, True)


@pytest.mark.parametrize(
    "wrong", [{"url": "ftp://daily.example/"}, {"minutes": 1}, {"format": "wxr"}, {"url": URL}]
)
def test_what_can_be_no_feed_is_told_beside_its_field(
    desk: Client, site: Site, wrong: dict[str, Any]
) -> None:
    add_feed(site, URL, NOON)
    form = {"site": site.pk, "url": URL + "2", "format": "auto", "minutes": 20, **wrong}
    answer = desk.post(LIST + "add/", form)
    assert (answer.status_code, Feed.objects.count()) == (200, 1)
    assert b"errorlist" in answer.content


def test_the_interval_changes_and_nothing_else(desk: Client, site: Site) -> None:
    feed = add_feed(site, URL, NOON)
    form = {"minutes": 60, "enabled": "on", "url": "https://evil.example/", "state": "well"}
    desk.post(f"{LIST}{feed.pk}/change/", form)
    feed.refresh_from_db()
    assert (feed.minutes, feed.url, feed.state) == (60, URL, Feed.State.NEW)


def test_the_list_says_how_each_feed_does(desk: Client, site: Site) -> None:
    feed = add_feed(site, URL, NOON)
    Feed.objects.filter(pk=feed.pk).update(state="failing", message="The server answered 500.")
    page = desk.get(LIST).content.decode()
    assert "failing" in page.lower() and "The server answered 500." in page


def test_a_feed_is_taken_out(desk: Client, site: Site) -> None:
    feed = add_feed(site, URL, NOON)
    desk.post(f"{LIST}{feed.pk}/delete/", {"post": "yes"})
    assert not Feed.objects.exists()


def test_a_feed_may_be_fetched_sooner(desk: Client, site: Site) -> None:
    feed = add_feed(site, URL, NOON)
    Feed.objects.update(failures=5, enabled=False)
    desk.post(LIST, {"action": "fetch_now", "_selected_action": [feed.pk]})
    feed.refresh_from_db()
    assert (feed.failures, feed.enabled) == (0, True)
