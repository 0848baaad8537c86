"""Whatever people wrote, into whatever field: on the pages of the desk it stays words."""

from typing import Any

import pytest

from articles.models import Article, Site
from comments.models import BulkJob, Comment, LegalHold, ThreadHeat
from comments.roles import Role
from comments.services.appeals import appeal
from comments.services.blocks import block, named
from comments.services.bulk import begin
from comments.services.canned import Text, write
from comments.services.change_judging import change_judging
from comments.services.corrections import mark
from comments.services.desk_notes import note_on
from comments.services.hold_evidence import lay
from comments.services.moderate import moderate
from comments.services.people import note, set_state
from comments.services.report import report
from comments.services.rule_sets import save_rules
from comments.services.threads import policy_of
from comments.states import Status
from tests.conftest import Clock
from tests.embed.html_page import Page
from tests.factories import NOON, a_comment, an_article
from tests.panel.desk import Desk, an_account
from tests.pure.attack import own_strings, sampled_strings

EVIL = "<script>alert(1)</script>"


@pytest.fixture
def admin(site: Site, clock: Clock) -> Any:
    return an_account("anna", site, Role.ADMIN)


@pytest.fixture
def evil(site: Site, admin: Any) -> Comment:
    """One comment whose every field, and all that was ever said of it, is hostile."""
    article: Article = an_article(site, title=EVIL)
    written = {"name": EVIL, "body": EVIL, "badge": EVIL, "email": "ada@example.org"}
    report(row := a_comment(article, **written), "somebody", "abuse", EVIL, NOON)
    moderate(row, Status.REJECTED, admin, NOON, reason="insult", note=EVIL)
    row = Comment.objects.get(pk=row.pk)
    appeal(row, EVIL, policy_of(site.pk), "", NOON)
    lay(row.pk, EVIL, admin, NOON)
    note_on(row, EVIL, admin, NOON)
    note(row.commenter, EVIL, admin, NOON)
    set_state(row.commenter, "banned", EVIL, None, admin, NOON)
    block(site.pk, named("domain", "x.example"), "hold", EVIL, None, admin, NOON)
    rows = Comment.objects.filter(pk=row.pk)
    begin(site.pk, rows, Status.SPAM, "", {"words": EVIL}, admin, NOON)
    mark(row, "error", EVIL, admin, NOON)
    write(site.pk, None, Text(EVIL, EVIL), admin, NOON)
    save_rules(site.pk, f"hold: {EVIL}", NOON, seen=0, note=EVIL, by=admin)
    now_is = policy_of(site.pk)
    change_judging(site.pk, {"max_links": "7"}, NOON, seen=now_is.version, by=admin, note=EVIL)
    hot = {"level": 3, "since": NOON, "seen": NOON}
    ThreadHeat.objects.create(thread=row.thread, reasons=[EVIL], **hot)
    assert LegalHold.objects.exists()
    return row


@pytest.mark.parametrize(
    "path",
    ["", "?tab=appeals", "record", "transparency", "holds", "people", "people/{person}", "blocks",
     "bulk", "bulk/{job}", "bulk?tab=rejected&do=spam", "comments/{comment}", "keys", "webhook",
     "answers", "corrections", "dashboard", "policy", "rules", "rules/versions",
     "rules/versions/1", "threads/{story}"],
)  # fmt: skip
def test_hostile_words_stay_words(admin: Any, evil: Comment, path: str) -> None:
    values = {"person": evil.commenter_id, "job": BulkJob.objects.get().pk, "comment": evil.pk}
    values["story"] = evil.thread.article_id
    page = Desk(admin).page(path.format(**values))
    assert "alert(1)" in page or path in ("", "transparency", "keys", "webhook")
    assert EVIL not in page
    assert dangers(page) == []


def dangers(html: str) -> list[str]:
    """What could run, beside the panel's own scripts and the dashboard's own chart."""
    page = Page(html)
    for script in page.all("script"):
        assert script.attributes["src"].startswith("/static/panel/") and not script.text.strip()
    return [one for one in page.dangers() if one not in ("<script>", "<svg>")]


HOSTILE = [
    text.replace("\0", " ").encode("utf-8", "replace").decode()
    for text in (*own_strings(), *sampled_strings())
    if text.strip()
]
AT_ONCE = 40


@pytest.fixture
def attacked(site: Site, admin: Any) -> Comment:
    """Every string we know that breaks pages, as a comment's words; each fortieth as what stands
    beside them: a name, a headline, a report, a note."""
    for number in range(0, len(HOSTILE), AT_ONCE):
        some = HOSTILE[number : number + AT_ONCE]
        one, two, three = (some * 3)[:3]
        article = an_article(site, title=one[:200].strip() or "-")
        written = {"name": two[:60], "badge": three[:60], "body": "\n\n".join(some)}
        row = a_comment(article, Status.HELD, reasons=("many_links",), **written)
        moderate(row, Status.SPAM, admin, NOON, note="".join(filter(str.isprintable, two))[:200])
    return row


def test_no_string_that_breaks_pages_becomes_markup(admin: Any, attacked: Comment) -> None:
    desk = Desk(admin)
    person, comment = f"people/{attacked.commenter_id}", f"comments/{attacked.pk}"
    for path in ("?tab=spam", "record", "people", person, comment, "bulk?tab=spam&do=reject"):
        assert dangers(desk.page(path)) == [], path
