"""Whatever people wrote, into whatever field: on the pages of the desk it stays words."""

from typing import Any

import pytest

from articles.models import Article, Site
from comments.models import BulkJob, Comment, LegalHold
from comments.roles import Role
from comments.services.appeals import appeal
from comments.services.blocks import block, named
from comments.services.bulk import begin
from comments.services.canned import Text, write
from comments.services.corrections import mark
from comments.services.desk_notes import note_on
from comments.services.hold_evidence import lay
from comments.services.moderate import moderate
from comments.services.people import note, set_state
from comments.services.report import report
from comments.services.threads import policy_of
from comments.states import Status
from tests.conftest import Clock
from tests.factories import NOON, a_comment, an_article
from tests.panel.desk import Desk, an_account

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
    assert LegalHold.objects.exists()
    return row


@pytest.mark.parametrize(
    "path",
    ["", "?tab=appeals", "record", "transparency", "holds", "people", "people/{person}", "blocks",
     "bulk", "bulk/{job}", "bulk?tab=rejected&do=spam", "comments/{comment}", "keys", "webhook",
     "answers", "corrections"],
)  # fmt: skip
def test_hostile_words_stay_words(admin: Any, evil: Comment, path: str) -> None:
    values = {"person": evil.commenter_id, "job": BulkJob.objects.get().pk, "comment": evil.pk}
    page = Desk(admin).page(path.format(**values))
    assert "alert(1)" in page or path in ("", "transparency", "keys", "webhook")
    assert EVIL not in page
