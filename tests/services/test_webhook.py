"""The desk is told by webhook: signed, bundled, tried again, and never a flood."""

import json
import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from articles.models import Article, Site
from comments.models import Comment, DeskNews, Webhook
from comments.notify.webhook import look_around, send_news
from comments.services.appeals import appeal
from comments.services.desk_news import MOST, news
from comments.services.moderate import moderate
from comments.services.report import report
from comments.services.threads import policy_of
from comments.services.webhooks import Wanted, keep, renew_secret, secret_of
from comments.states import Status
from newsroom.kernel import outbox
from newsroom.kernel.fields import FieldError
from newsroom.kernel.models import OutboxEvent
from tests.conftest import Clock
from tests.factories import a_comment, a_site, an_article
from tests.house.sources import ROOT
from tests.web_server import Answer, WebServer, serving

pytestmark = pytest.mark.django_db
Work = Callable[[], int]


@pytest.fixture
def server(settings: Any) -> Iterator[WebServer]:
    with serving() as running:
        settings.EGRESS_ALLOW = [running.place]
        yield running


def wanted(server: WebServer, **more: Any) -> Wanted:
    said = {"style": "json", "kinds": DeskNews.Kind.values, "waiting": "3", "excerpt": "0"}
    return Wanted(**{"url": server.url("/hook"), "on": True, **said, **more})


@pytest.fixture
def hook(site: Site, server: WebServer, clock: Clock) -> Webhook:
    keep(site.pk, wanted(server))
    return Webhook.objects.get()


def told(server: WebServer) -> list[dict[str, Any]]:
    return [json.loads(asked.body) for asked in server.asked]


def a_reported(article: Article, clock: Clock, **fields: Any) -> Comment:
    comment = a_comment(article, **fields)
    report(comment, "somebody", "abuse", "", clock.now)
    return comment


def later(clock: Clock, work: Work, **time: float) -> None:
    work()
    clock.go_on(**time)
    work()


def test_a_report_is_told_within_seconds(
    hook: Webhook, server: WebServer, article: Article, clock: Clock, work: Work
) -> None:
    comment = a_reported(article, clock, email="ada@example.org", body="Secret words.")
    work()
    assert server.asked == []
    later(clock, work, seconds=6)
    [message] = told(server)
    [piece] = message["news"]
    assert (piece["kind"], piece["count"]) == ("reported", 1)
    assert piece["items"][0]["comment"] == comment.pk
    assert piece["items"][0]["url"].endswith(f"/panel/daily/comments/{comment.pk}")
    assert "ada@" not in str(message) and "Secret" not in str(message)
    assert Webhook.objects.get().sent_at == clock.now


def test_a_flood_is_one_message_a_minute(
    hook: Webhook, server: WebServer, article: Article, clock: Clock, work: Work
) -> None:
    for _ in range(12):
        a_reported(article, clock)
    later(clock, work, seconds=6)
    for _ in range(3):
        a_reported(article, clock)
        later(clock, work, seconds=6)
    assert [message["news"][0]["count"] for message in told(server)] == [12]
    later(clock, work, seconds=60)
    assert [message["news"][0]["count"] for message in told(server)] == [12, 3]


def test_of_an_endless_flood_only_so_much_is_kept(
    hook: Webhook, site: Site, server: WebServer, clock: Clock, work: Work
) -> None:
    for number in range(MOST + 20):
        news(site.pk, "heat", clock.now, detail=str(number))
    assert DeskNews.objects.count() == MOST
    later(clock, work, seconds=6)
    assert told(server)[0]["news"][0]["text"] == "100 or more conversations run hot."


def test_the_same_comment_reported_by_many_is_told_once(
    hook: Webhook, server: WebServer, article: Article, clock: Clock, work: Work
) -> None:
    comment = a_reported(article, clock)
    report(comment, "another", "spam", "", clock.now)
    later(clock, work, seconds=6)
    assert told(server)[0]["news"][0]["count"] == 1


def test_a_receiver_that_is_away_is_tried_later_and_later_and_hears_it_all(
    hook: Webhook, server: WebServer, article: Article, clock: Clock, work: Work
) -> None:
    server.answer = Answer(503)
    a_reported(article, clock)
    later(clock, work, seconds=6)
    for minutes in (1, 2, 4):
        a_reported(article, clock)
        work()
        assert Webhook.objects.get().next_at == clock.now + timedelta(minutes=minutes)
        later(clock, work, minutes=minutes)
    row = Webhook.objects.get()
    assert (row.failures, row.said) == (4, "the receiver answered 503")
    assert OutboxEvent.objects.filter(name="desk.news", done_at=None).count() == 1
    server.answer = Answer(200)
    later(clock, work, minutes=8)
    assert [told(server)[-1]["news"][0]["count"], len(server.asked)] == [4, 5]
    assert Webhook.objects.get().failures == 0


def test_what_is_a_day_old_is_told_no_more(
    hook: Webhook, server: WebServer, article: Article, clock: Clock, work: Work
) -> None:
    server.answer = Answer(500)
    a_reported(article, clock)
    later(clock, work, seconds=6)
    clock.go_on(days=1, minutes=1)
    assert send_news(hook.site_id, clock.now) is None
    assert not DeskNews.objects.exists()


def test_a_promise_that_was_lost_is_made_again_by_the_next_news(
    hook: Webhook, server: WebServer, article: Article, clock: Clock, work: Work
) -> None:
    a_reported(article, clock)
    work()
    OutboxEvent.objects.filter(name="desk.news").delete()
    clock.go_on(minutes=16)
    a_reported(article, clock)
    work()
    later(clock, work, seconds=6)
    assert told(server)[0]["news"][0]["count"] == 2


def test_an_appeal_and_heat_are_told(
    hook: Webhook, server: WebServer, article: Article, editor: Any, clock: Clock, work: Work
) -> None:
    comment = a_comment(article)
    moderate(comment, Status.REJECTED, editor, clock.now, reason="insult")
    comment.refresh_from_db()
    appeal(comment, "Why?", policy_of(article.site_id), "", clock.now)
    thread = comment.thread_id
    outbox.record("thread.heated", thread, payload={"site": article.site_id}, now=clock.now)
    later(clock, work, seconds=6)
    later(clock, work, seconds=61)
    pieces = [piece for message in told(server) for piece in message["news"]]
    assert {piece["kind"] for piece in pieces} == {"appeal", "heat"}
    heat = next(piece for piece in pieces if piece["kind"] == "heat")
    assert heat["items"][0]["article"] == article.title


def test_many_waiting_are_told_once_an_hour(
    hook: Webhook, server: WebServer, article: Article, clock: Clock, work: Work
) -> None:
    for _ in range(2):
        a_comment(article, Status.HELD)
    assert look_around(clock.now) == 0
    a_comment(article, Status.HELD)
    assert [look_around(clock.now), look_around(clock.now)] == [1, 0]
    later(clock, work, seconds=6)
    assert told(server)[0]["text"] == "3 comments wait."
    assert look_around(clock.go_on(minutes=61)) == 1


def test_signs_of_a_campaign_are_told_once_an_hour(
    hook: Webhook, server: WebServer, article: Article, clock: Clock, work: Work
) -> None:
    Webhook.objects.update(kinds=["brigade"])
    for _ in range(3):
        a_comment(article, Status.HELD, reasons=("repeated_link",))
    assert [look_around(clock.now), look_around(clock.now)] == [1, 0]
    later(clock, work, seconds=6)
    item = told(server)[0]["news"][0]["items"][0]
    assert item["detail"] == "Several people suddenly link to one place"


@pytest.mark.parametrize("kinds", [[], ["heat"]])
def test_what_a_site_does_not_want_to_hear_is_not_told(
    hook: Webhook, server: WebServer, article: Article, clock: Clock, work: Work, kinds: list[str]
) -> None:
    Webhook.objects.update(kinds=kinds)
    a_reported(article, clock)
    later(clock, work, seconds=6)
    assert server.asked == []


def test_one_site_hears_nothing_of_another(
    hook: Webhook, server: WebServer, clock: Clock, work: Work
) -> None:
    a_reported(an_article(a_site("weekly")), clock)
    later(clock, work, seconds=6)
    assert server.asked == []


def test_in_a_chat_it_is_a_line_that_quotes_as_much_as_the_site_says(
    hook: Webhook, server: WebServer, article: Article, clock: Clock, work: Work
) -> None:
    keep(article.site_id, wanted(server, style="chat", excerpt="12", url=""))
    a_reported(article, clock, body="<!channel> ada@example.org come here", email="b@example.org")
    later(clock, work, seconds=6)
    [message] = told(server)
    assert list(message) == ["text"]
    assert "example.org" not in message["text"] and "<" not in message["text"]
    assert "come here" not in message["text"]
    assert "channel" in message["text"]


# --- The settings ---


@pytest.mark.parametrize(
    "url",
    ["http://chat.example/hook", "ftp://chat.example/", "https://chat.example:8443/hook", "chat",
     "https://user:pass@chat.example/", ""],
)  # fmt: skip
def test_an_address_that_is_not_of_the_open_web_is_refused(
    site: Site, server: WebServer, url: str
) -> None:
    with pytest.raises(FieldError):
        keep(site.pk, wanted(server, url=url))
    assert not Webhook.objects.exists()


def test_a_name_that_points_inside_is_not_gone_to(
    hook: Webhook, article: Article, settings: Any, clock: Clock, work: Work
) -> None:
    settings.EGRESS_ALLOW = []
    Webhook.objects.update(url="http://127.0.0.1/hook")
    a_reported(article, clock)
    later(clock, work, seconds=6)
    assert "not on the open internet" in Webhook.objects.get().said


def test_a_new_address_gets_a_new_secret_and_a_kept_one_keeps_it(
    hook: Webhook, site: Site, server: WebServer
) -> None:
    before = secret_of(hook)
    assert keep(site.pk, wanted(server, url="")) == ""
    assert secret_of(Webhook.objects.get()) == before
    made = keep(site.pk, wanted(server, url=server.url("/other")))
    renewed = renew_secret(site.pk)
    assert len({before, made, renewed}) == 3
    assert secret_of(Webhook.objects.get()) == renewed
    assert renewed not in Webhook.objects.get().secret


# --- What the docs tell a receiver to do ---


def checks(body: bytes, headers: dict[str, str], secret: str) -> bool:
    """By the lines in the docs, as they stand there."""
    text = (Path(ROOT) / "docs" / "events.md").read_text(encoding="utf-8")
    found = re.search(r"```python\n(import base64.*?)```", text, re.DOTALL)
    assert found is not None
    scope: dict[str, Any] = {}
    exec(found[1], scope)
    return bool(scope["is_from_newsroom"](body, headers, secret))


def test_a_receiver_knows_by_the_documented_lines_that_a_message_is_from_here(
    hook: Webhook, site: Site, server: WebServer, article: Article, clock: Clock, work: Work,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    secret = renew_secret(site.pk)
    a_reported(article, clock)
    later(clock, work, seconds=6)
    [asked] = server.asked
    monkeypatch.setattr("time.time", clock.now.timestamp)
    assert checks(asked.body, asked.headers, secret)
    assert not checks(asked.body + b" ", asked.headers, secret)
    assert not checks(asked.body, asked.headers, renew_secret(site.pk))
    monkeypatch.setattr("time.time", lambda: clock.now.timestamp() + 301)
    assert not checks(asked.body, asked.headers, secret)
