"""An author's page at the desk, and what seniors may do there."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Article, Site
from comments.models import Block, Comment, Commenter
from comments.roles import Role
from comments.services.blocks import block, named
from comments.services.moderate import moderate
from comments.states import Status
from tests.conftest import Clock
from tests.factories import NOON, a_comment, a_posted, a_site
from tests.panel.desk import Desk, an_account

ADDRESS = "Ada.Lovelace+news@example.org"


@pytest.fixture(autouse=True)
def _time_stands_still(clock: Clock) -> None:
    pass


@pytest.fixture
def senior(site: Site) -> Any:
    return an_account("nora", site, Role.SENIOR)


@pytest.fixture
def desk(senior: Any) -> Desk:
    """This story is a senior's."""
    return Desk(senior)


@pytest.fixture
def ada(article: Article, senior: Any) -> Commenter:
    comment = a_comment(article, Status.HELD, name="Ada", email=ADDRESS, body="My first words.")
    moderate(comment, Status.REJECTED, senior, NOON, reason="insult", note="Once more.")
    a_comment(article, name="Countess", email="ada.lovelace@example.org", body="My second words.")
    return Commenter.objects.get(pk=comment.commenter_id)


def url(ada: Commenter, what: str = "") -> str:
    return f"people/{ada.pk}{what}"


def test_a_page_shows_all_that_is_known(desk: Desk, ada: Commenter) -> None:
    page = desk.page(url(ada))
    for said in (
        "1 published · 1 refused", "My first words.", "My second words.", "Countess",
        "Insults a person or a group", "Once more.", ADDRESS, "ada.lovelace@example.org",
    ):  # fmt: skip
        assert said in page


def test_addresses_are_for_seniors_alone(site: Site, ada: Commenter, article: Article) -> None:
    a_posted(article, NOON, email=ADDRESS, ip="192.0.2.77")
    page = Desk(an_account("otto", site)).page(url(ada))
    assert "My first words." in page
    assert "example.org" not in page.replace("daily.example", "").replace("example.org/", "")
    assert "192.0.2.77" not in page


def test_a_senior_finds_a_person_by_any_spelling_of_their_address(
    desk: Desk, ada: Commenter, site: Site
) -> None:
    found = desk.open("people", words="ADA.LOVELACE@example.org")
    assert found["Location"] == f"/panel/daily/people/{ada.pk}"
    otto = Desk(an_account("otto", site))
    assert otto.open("people", words="ADA.LOVELACE@example.org").status_code == 200


def test_people_are_found_by_name_and_state(desk: Desk, ada: Commenter) -> None:
    assert f"people/{ada.pk}" in desk.page("people", words="ada")
    assert f"people/{ada.pk}" not in desk.page("people", state="banned")


def set_to(desk: Desk, ada: Commenter, **fields: str) -> Any:
    fields.setdefault("seen", f"{ada.state} ")
    fields.setdefault("reason", "Abuse")
    return desk.post(url(ada, "/state"), fields)


def test_a_senior_suspends_until_a_day(desk: Desk, ada: Commenter) -> None:
    assert set_to(desk, ada, state="suspended", until="2026-06-01").status_code == 200
    page = desk.page(url(ada))
    assert "until 2 Jun 2026, 00:00 UTC" in page
    assert "new → suspended" in page


def test_the_second_of_two_is_told(desk: Desk, ada: Commenter) -> None:
    set_to(desk, ada, state="banned")
    answer = set_to(desk, ada, state="trusted")
    assert answer.status_code == 409
    assert "A colleague has changed it meanwhile." in answer.content.decode()


def test_what_is_missing_is_said(desk: Desk, ada: Commenter) -> None:
    answer = set_to(desk, ada, state="suspended")
    assert answer.status_code == 422
    assert "Say until when" in answer.content.decode()


def test_any_moderator_keeps_a_note(site: Site, ada: Commenter) -> None:
    otto = Desk(an_account("otto", site))
    otto.post(url(ada, "/note"), {"text": "Wrote to us: sorry."})
    assert "Wrote to us: sorry." in otto.page(url(ada))
    assert set_to(otto, ada, state="banned").status_code == 403


def test_a_block_is_laid_seen_and_lifted(desk: Desk) -> None:
    form = {"do": "block", "kind": "network", "value": "192.0.2.9/24", "effect": "refuse"}
    desk.post("blocks", form | {"reason": "Flood", "until": "2026-05-11"})
    page = desk.page("blocks")
    for said in ("192.0.2.0/24", "refused at the door", "Flood", "12 May 2026"):
        assert said in page
    desk.post("blocks", {"do": "lift", "block": str(Block.objects.get().pk)})
    assert not Block.objects.exists()


def test_what_cannot_be_blocked_is_said(desk: Desk) -> None:
    answer = desk.post("blocks", {"do": "block", "kind": "network", "value": "x", "reason": "x"})
    assert answer.status_code == 422
    assert "An IP address, or a range" in answer.content.decode()


def test_another_sites_block_is_not_lifted(desk: Desk, senior: Any) -> None:
    row = block(a_site("weekly").pk, named("domain", "x.example"), "hold", "x", None, senior, NOON)
    desk.post("blocks", {"do": "lift", "block": str(row.pk)})
    assert Block.objects.exists()


def test_a_page_asks_as_much_for_many_comments_as_for_few(
    desk: Desk, ada: Commenter, article: Article, django_assert_num_queries: Any
) -> None:
    with CaptureQueriesContext(connection) as few:
        desk.page(url(ada))
    for _ in range(30):
        a_comment(article, email=ADDRESS)
    assert Comment.objects.count() == 32
    with django_assert_num_queries(len(few)):
        desk.page(url(ada))
