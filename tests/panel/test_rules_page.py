"""Rules at the desk: what a change would have done is seen before it is made."""

import re
from datetime import datetime
from typing import Any

import pytest

from articles.models import Article, Site
from comments.models import RuleSet
from comments.reading.rule_figures import rule_figures
from comments.roles import Role
from comments.rules.lines import rules_of
from comments.rules.matcher import Matcher
from comments.services.moderate import moderate
from comments.services.rehearse import rehearse
from comments.services.review import review
from comments.services.rule_sets import save_rules
from comments.states import Status
from tests.conftest import Clock
from tests.factories import NOON, a_posted, a_thought
from tests.panel.desk import Desk, an_account

pytestmark = pytest.mark.django_db
PAGE = "/panel/daily/rules"


@pytest.fixture
def senior(site: Site, clock: Clock) -> Desk:
    return Desk(an_account("sue", site, Role.SENIOR))


def send(desk: Desk, do: str, **fields: str) -> Any:
    return desk.client.post(PAGE, {"do": do, **fields})


def judged(article: Article, now: datetime, body: str) -> None:
    review(a_posted(article, now, body=body).pk, now)


def key(line: str) -> str:
    return rules_of(line)[0].key


def test_a_word_is_tried_on_the_past_and_nothing_is_changed(
    senior: Desk, article: Article, now: datetime
) -> None:
    judged(article, now, "<b>The casino</b>")
    judged(article, now, a_thought(7))
    page = send(senior, "add", words="casino", action="spam").content.decode()
    assert "<b>1</b> of 2 decisions" in page
    assert "waits for a person → spam" in page
    assert "&lt;b&gt;The casino" in page and "<b>The casino" not in page
    assert not RuleSet.objects.exists()


def test_what_was_tried_is_put_in_force_by_the_form_below_it(senior: Desk, site: Site) -> None:
    page = send(senior, "add", words="casino", links="2", action="hold").content.decode()
    text = re.search(r"<textarea name=.text.[^>]*>\n(.*?)</textarea>", page, re.DOTALL)
    assert text is not None
    answer = send(senior, "save", text=text[1], seen="0", note="Enough.")
    assert (answer.status_code, answer["Location"]) == (303, PAGE)
    row = RuleSet.objects.get(site=site)
    assert (row.text, row.note, row.by.get_username()) == (
        "hold: casino when 2 links or more", "Enough.", "sue",
    )  # fmt: skip


def test_only_the_last_thirty_days_count(
    site: Site, article: Article, now: datetime, clock: Clock
) -> None:
    judged(article, now, "The casino")
    clock.go_on(days=31)
    senior = Desk(an_account("sue", site, Role.SENIOR))
    page = send(senior, "add", words="casino", action="spam").content.decode()
    assert "The machine decided nothing" in page


@pytest.mark.parametrize(
    ("do", "text"),
    [("without", "hold: two"), ("shadow", "shadow hold: one\nhold: two")],
)
def test_a_rule_is_changed_by_its_button(senior: Desk, site: Site, do: str, text: str) -> None:
    save_rules(site.pk, "hold: one\nhold: two", NOON, seen=0)
    page = send(senior, f"{do} {key('hold: one')}").content.decode()
    assert f">\n{text}</textarea>" in page
    assert RuleSet.objects.count() == 1


def test_each_rule_shows_how_often_it_was_right(
    senior: Desk, site: Site, article: Article, editor: Any, now: datetime
) -> None:
    save_rules(site.pk, "hold: casino\nshadow spam: bridge", now, seen=0)
    for number in range(10):
        comment = a_posted(article, now, body=f"The casino. {a_thought(number)}")
        moderate(comment, Status.PUBLISHED, editor, now)
    page = senior.page("rules")
    assert "0 % (0–28 %)" in page
    assert page.count("Better without it") == 1
    assert "shadow: measured alone" in page


def test_a_wrong_line_is_told_and_what_was_typed_is_kept(senior: Desk, site: Site) -> None:
    answer = send(senior, "try", text="hold: /a+/")
    assert answer.status_code == 422
    assert b"Line 1: Regular expressions are not taken" in answer.content
    assert b"hold: /a+/</textarea>" in answer.content
    kept = send(senior, "add", words="/a+/", action="spam", section="world").content.decode()
    assert (
        "/a+/</textarea>" in kept
        and 'name="section" size="12" maxlength="100" value="world"' in kept
    )


def test_a_colleagues_newer_version_is_not_overwritten(
    senior: Desk, site: Site, now: datetime
) -> None:
    save_rules(site.pk, "hold: one", now, seen=0)
    answer = send(senior, "save", text="hold: two", seen="0")
    assert (answer.status_code, b"Somebody has changed this" in answer.content) == (409, True)
    assert RuleSet.objects.get().text == "hold: one"


def test_going_back_is_seen_first_and_is_a_version_of_its_own(
    senior: Desk, site: Site, now: datetime
) -> None:
    save_rules(site.pk, "hold: one", now, seen=0, note="The first.")
    save_rules(site.pk, "hold: two", now, seen=1)
    page = senior.page("rules/versions")
    assert "The first." in page and page.count("See what going back") == 1
    assert "hold: one" in senior.page("rules/versions/1")
    preview = send(senior, "back 1").content.decode()
    assert ">\nhold: one</textarea>" in preview and 'value="back to version 1"' in preview
    send(senior, "save", text="hold: one", seen="2", note="back to version 1")
    assert RuleSet.objects.first().text == "hold: one"  # type: ignore[union-attr]


@pytest.mark.parametrize("do", ["", "burn", "back 7", "back x", "without abc", "shadow"])
def test_a_form_that_nobody_made_changes_nothing(senior: Desk, site: Site, do: str) -> None:
    assert send(senior, do, seen="0").status_code == 422
    assert not RuleSet.objects.exists()


def test_a_version_that_is_not_there_is_not_there(senior: Desk, site: Site) -> None:
    assert senior.open("rules/versions/9").status_code == 404


def test_hostile_rules_are_text(senior: Desk, site: Site, now: datetime) -> None:
    evil = "</textarea><script>alert(1)</script>"
    save_rules(site.pk, f"# {evil}\nhold: x1{evil}", now, seen=0, note=evil)
    save_rules(site.pk, f"hold: x2{evil}", now, seen=1, note=evil)
    for path in ("rules", "rules/versions", "rules/versions/1"):
        assert "<script" not in senior.page(path)
    assert b"<script" not in send(senior, "try", text=f"hold: x3{evil}").content


def test_a_score_counts_in_trying_and_in_figures(
    article: Article, editor: Any, now: datetime
) -> None:
    comment = a_posted(article, now, body="A quiet remark on the bridge of the town.")
    review(comment.pk, now)
    rules = "spam: bridge when spam score below 100\nspam: remark when spam score 100 or more"
    assert rehearse(article.site_id, rules=rules).hits == 1
    comment.refresh_from_db()
    moderate(comment, Status.SPAM, editor, now)
    figures = rule_figures(article.site_id, Matcher(rules), 0.5)
    assert [one.precision.judged for one in figures] == [1, 0]


def test_a_score_counts_when_a_comment_is_judged(article: Article, now: datetime) -> None:
    save_rules(article.site_id, "spam: bridge when spam score below 100", now, seen=0)
    comment = a_posted(article, now, body="A quiet remark on the bridge of the town.")
    review(comment.pk, now)
    comment.refresh_from_db()
    assert comment.status == Status.SPAM
