"""Where the desk is told, as a senior sets it up."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from articles.models import Site
from comments.models import Webhook
from comments.roles import Role
from comments.services.webhooks import secret_of
from tests.conftest import Clock
from tests.panel.desk import Desk, an_account
from tests.web_server import Answer, WebServer, serving


@pytest.fixture
def server(settings: Any) -> Iterator[WebServer]:
    with serving() as running:
        settings.EGRESS_ALLOW = [running.place]
        yield running


@pytest.fixture
def senior(site: Site, clock: Clock) -> Desk:
    return Desk(an_account("sue", site, Role.SENIOR))


def form(server: WebServer, **changed: Any) -> dict[str, Any]:
    said = {"do": "keep", "url": server.url("/hook/T0P-SECRET"), "on": "1", "style": "chat"}
    return {**said, "kinds": ["reported", "heat"], "waiting": "50", "excerpt": "80", **changed}


def page(desk: Desk, data: Any, status: int = 200) -> str:
    answer = desk.client.post(desk.base + "webhook", data)
    assert answer.status_code == status
    return str(answer.content.decode())


def test_the_secret_is_shown_once_and_the_address_never(senior: Desk, server: WebServer) -> None:
    first = page(senior, form(server))
    row = Webhook.objects.get()
    assert (row.kinds, row.waiting, row.excerpt) == (["reported", "heat"], 50, 80)
    [shown] = re.findall(r"whsec_[A-Za-z0-9+/=]+", first)
    assert shown == secret_of(row)
    again = senior.page("webhook")
    assert "whsec_" not in again
    assert "T0P-SECRET" not in again
    assert "Nothing was sent yet." in again
    assert "whsec_" in page(senior, {"do": "renew"})


def test_a_test_says_whether_it_arrived(senior: Desk, server: WebServer) -> None:
    page(senior, form(server))
    assert "The test arrived: answer 200." in page(senior, {"do": "test"})
    assert b"This is a test" in server.asked[0].body
    server.answer = Answer(404)
    assert "The test did not arrive: the receiver answered 404" in page(senior, {"do": "test"})


def test_tests_are_not_without_end(senior: Desk, server: WebServer) -> None:
    page(senior, form(server))
    answers = [
        senior.client.post(senior.base + "webhook", {"do": "test"}).status_code for _ in range(21)
    ]
    assert answers[-2:] == [200, 422]
    assert len(server.asked) == 20


def test_a_failing_receiver_is_seen_on_the_page(senior: Desk, server: WebServer) -> None:
    page(senior, form(server))
    now = Webhook.objects.get()
    Webhook.objects.filter(pk=now.pk).update(
        failures=3, said="the receiver answered 500", failed_at="2026-03-01T11:00Z"
    )
    assert "Failing:</b> the receiver answered 500, 3 times in a row" in senior.page("webhook")


@pytest.mark.parametrize(
    "wrong",
    [{"url": "https://chat.example:99/x"}, {"style": "xml"}, {"waiting": "0"}, {"excerpt": "x"},
     {"excerpt": "301"}, {"do": "nothing"}],
)  # fmt: skip
def test_what_cannot_be_is_said_and_not_kept(
    senior: Desk, server: WebServer, wrong: dict[str, str]
) -> None:
    assert 'role="alert"' in page(senior, form(server, **wrong), 422)
    assert not Webhook.objects.exists()


def test_it_can_be_switched_off_and_removed(senior: Desk, server: WebServer) -> None:
    page(senior, form(server))
    page(senior, form(server, url="", on=""))
    assert "Switched off." in senior.page("webhook")
    page(senior, {"do": "remove"})
    assert not Webhook.objects.exists()
