"""How a site judges, changed at the desk: seen first, kept for ever, and taken back."""

from datetime import datetime
from typing import Any

import pytest

from articles.models import Article, Site
from comments.models import PolicyChange
from comments.roles import Role
from comments.services.change_judging import change_judging
from comments.services.review import review
from comments.services.threads import policy_of
from tests.conftest import Clock
from tests.factories import NOON, a_posted, a_site
from tests.panel.desk import Desk, an_account

pytestmark = pytest.mark.django_db
PAGE = "/panel/daily/policy"


@pytest.fixture
def senior(site: Site, clock: Clock) -> Desk:
    return Desk(an_account("sue", site, Role.SENIOR))


def send(desk: Desk, do: str, **fields: str) -> Any:
    return desk.client.post(PAGE, {"do": do, **fields})


def test_a_preset_is_seen_first_and_then_taken(
    senior: Desk, article: Article, now: datetime
) -> None:
    review(a_posted(article, now, body="The bridge was closed on Monday.").pk, now)
    page = send(senior, "preset open").content.decode()
    assert "<b>1</b> of 1 decisions" in page
    assert "an author&#x27;s first comment waits → <b>nobody waits</b>" in page
    assert policy_of(article.site_id).premoderation == "first"
    seen = str(policy_of(article.site_id).version)
    answer = send(senior, "save", premoderation="none", max_links="5", seen=seen, note="Summer.")
    assert (answer.status_code, answer["Location"]) == (303, PAGE)
    assert policy_of(article.site_id).max_links == 5
    assert "Summer." in senior.page("policy")


def test_one_setting_is_seen_first(senior: Desk, site: Site) -> None:
    page = send(senior, "try", max_links="7").content.decode()
    assert "So many links make a comment wait: 2 → <b>7</b>" in page
    assert policy_of(site.pk).max_links == 2


def test_the_second_of_two_editors_is_told(senior: Desk, site: Site) -> None:
    seen = policy_of(site.pk).version
    change_judging(site.pk, {"max_links": "3"}, NOON, seen=seen)
    answer = send(senior, "save", max_links="9", seen=str(seen))
    assert (answer.status_code, b"Somebody has changed this" in answer.content) == (409, True)
    assert policy_of(site.pk).max_links == 3


def test_a_change_is_taken_back_whatever_came_after(senior: Desk, site: Site) -> None:
    seen = policy_of(site.pk).version
    first = change_judging(site.pk, {"max_links": "3"}, NOON, seen=seen)
    change_judging(site.pk, {"max_links": "9", "premoderation": "all"}, NOON, seen=seen + 1)
    assert first is not None
    page = send(senior, f"before {first.pk}").content.decode()
    assert 'name="max_links" value="2"' in page and 'name="premoderation" value="first"' in page


@pytest.mark.parametrize("do", ["", "preset harsh", "before 1", "before x", "burn"])
def test_a_form_that_nobody_made_changes_nothing(senior: Desk, site: Site, do: str) -> None:
    assert send(senior, do, max_links="9").status_code == 422
    assert policy_of(site.pk).max_links == 2


@pytest.mark.parametrize(
    "wrong", [{"max_links": "many"}, {"max_links": "101"}, {"premoderation": "x"}]
)
def test_what_no_setting_can_be_is_told_and_kept(
    senior: Desk, site: Site, wrong: dict[str, str]
) -> None:
    for do in ("try", "save"):
        answer = send(senior, do, seen=str(policy_of(site.pk).version), **wrong)
        assert answer.status_code == 422
    assert not PolicyChange.objects.exists()


def test_another_sites_change_is_not_taken_back_here(senior: Desk, site: Site) -> None:
    weekly = a_site("weekly")
    seen = policy_of(weekly.pk).version
    row = change_judging(weekly.pk, {"max_links": "3"}, NOON, seen=seen)
    assert row is not None
    assert send(senior, f"before {row.pk}").status_code == 422


def test_only_what_judges_is_changed_here(senior: Desk, site: Site) -> None:
    seen = str(policy_of(site.pk).version)
    send(senior, "save", max_links="4", require_name="off", mails_per_hour="9", seen=seen)
    assert policy_of(site.pk).require_name is True
