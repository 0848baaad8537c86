"""The site's rules in the admin: tried before they are put in force."""

from datetime import datetime
from typing import Any

import pytest
from django.contrib.auth import get_user_model

from articles.models import Article, Site
from comments.models import RuleSet
from comments.services.moderate import moderate
from comments.services.review import review
from comments.services.rule_sets import save_rules
from comments.services.threads import policy_of
from comments.states import Status
from tests.conftest import Reader
from tests.factories import a_posted

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(site: Site) -> str:
    return f"/admin/comments/ruleset/of/{policy_of(site.pk).pk}/"


@pytest.fixture
def desk(reader: Reader, editor: Any) -> Any:
    reader.client.force_login(editor)
    return reader.client


def test_what_rules_would_have_done_is_shown_and_nothing_is_changed(
    desk: Any, page: str, article: Article, now: datetime
) -> None:
    review(a_posted(article, now, body="<b>The casino</b>").pk, now)
    answer = desk.post(page, {"text": "spam: casino", "seen": "0", "note": "", "try": "1"})
    shown = answer.content.decode()
    assert "1 would be others" in shown and "&lt;b&gt;The casino" in shown
    assert RuleSet.objects.count() == 0


def test_rules_are_put_in_force(desk: Any, page: str, site: Site, editor: Any) -> None:
    desk.post(page, {"text": "spam: casino", "seen": "0", "note": "Enough.", "save": "1"})
    row = RuleSet.objects.get(site=site)
    assert (row.version, row.text, row.note, row.by) == (1, "spam: casino", "Enough.", editor)


def test_a_wrong_line_is_told_and_the_text_is_kept(desk: Any, page: str, site: Site) -> None:
    answer = desk.post(page, {"text": "hold: /a+/", "seen": "0", "note": "", "save": "1"})
    assert b"Regular expressions are not taken" in answer.content
    assert b"hold: /a+/</textarea>" in answer.content


def test_a_colleagues_newer_version_is_not_overwritten(
    desk: Any, page: str, site: Site, now: datetime
) -> None:
    save_rules(site.pk, "hold: one", now, seen=0)
    answer = desk.post(page, {"text": "hold: two", "seen": "0", "note": "", "save": "1"})
    assert b"has changed this meanwhile" in answer.content
    assert RuleSet.objects.get().text == "hold: one"


def test_a_rule_that_people_overturn_proposes_its_removal(
    desk: Any, page: str, site: Site, article: Article, editor: Any, now: datetime
) -> None:
    save_rules(site.pk, "hold: casino", now, seen=0)
    for number in range(10):
        comment = a_posted(article, now, body=f"The casino, number {number}.")
        moderate(comment, Status.PUBLISHED, editor, now)
    assert b"Better without it" in desk.get(page).content


def test_a_version_is_put_in_force_again(desk: Any, site: Site, now: datetime) -> None:
    old = save_rules(site.pk, "hold: one", now, seen=0)
    save_rules(site.pk, "hold: two", now, seen=1)
    chosen = {"action": "put_in_force", "_selected_action": [old.pk]}
    desk.post("/admin/comments/ruleset/", chosen)
    assert RuleSet.objects.filter(site=site).first().text == "hold: one"  # type: ignore[union-attr]


def test_who_may_not_change_rules_sees_no_page_to_do_it(reader: Reader, page: str) -> None:
    staff = get_user_model().objects.create_user("sam", password="x", is_staff=True)
    reader.client.force_login(staff)
    assert reader.client.get(page).status_code == 403
