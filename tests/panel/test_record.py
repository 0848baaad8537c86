"""What was decided is found again, by page and by file; and what is kept as evidence stays."""

import csv
import io
import json
from datetime import timedelta
from typing import Any

import pytest

from articles.models import Article, Site
from comments.models import Appeal, Comment, LegalHold, PastDecisions
from comments.roles import Role
from comments.services.appeals import appeal
from comments.services.edit import edit
from comments.services.erase import erase, find
from comments.services.hold_evidence import lay
from comments.services.lift_hold import lift
from comments.services.moderate import moderate
from comments.services.sweep import sweep
from comments.services.threads import policy_of
from comments.states import Status
from newsroom.kernel.csv_cell import cell
from tests.conftest import Clock
from tests.factories import NOON, a_comment, a_posted
from tests.panel.desk import Desk, an_account

HOSTILE = '=HYPERLINK("http://evil.example")'


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
def decided(article: Article, senior: Any) -> Comment:
    written = NOON - timedelta(minutes=30)
    said = {"name": "Ada", "body": "An unlikely word.", "created_at": written}
    comment = a_comment(article, Status.HELD, **said)
    moderate(comment, Status.REJECTED, senior, NOON, reason="insult", note=HOSTILE)
    return comment


@pytest.mark.parametrize(
    "query",
    [
        {"who": "nora"}, {"actor": "moderator"}, {"after": "rejected"}, {"reason": "insult"},
        {"words": "unlikely"}, {"words": "HYPERLINK"}, {"since": "2026-05-04"}, {},
        {"since": "2026-05-04", "until": "2026-05-04", "who": "nora", "reason": "insult"},
    ],
)  # fmt: skip
def test_a_decision_is_found_by(desk: Desk, decided: Comment, query: dict[str, str]) -> None:
    page = desk.page("record", **query)
    assert "Insults a person or a group" in page
    assert desk.page("record", comment=str(decided.pk)).count("Ada") >= 1


@pytest.mark.parametrize(
    "query",
    [{"who": "otto"}, {"actor": "author"}, {"after": "spam"}, {"reason": "hate"},
     {"words": "likelier"}, {"until": "2026-05-03"}, {"comment": "1234567"}],
)  # fmt: skip
def test_and_not_by_another(desk: Desk, decided: Comment, query: dict[str, str]) -> None:
    assert "Insults a person or a group" not in desk.page("record", **query)


@pytest.mark.parametrize(
    "query", [{"since": "x"}, {"until": "0001-01-01"}, {"before": "9" * 30}, {"words": "%'\\"}]
)
def test_an_odd_question_is_no_error(desk: Desk, decided: Comment, query: dict[str, str]) -> None:
    assert desk.open("record", **query).status_code == 200


def streamed(desk: Desk, path: str) -> str:
    return b"".join(desk.open(path)).decode()


def test_page_after_page_shows_each_once(desk: Desk, article: Article, senior: Any) -> None:
    for _ in range(60):
        moderate(a_comment(article, Status.HELD), Status.SPAM, senior, NOON)
    first = desk.page("record", actor="moderator")
    before = first.rpartition("before=")[2].partition('"')[0]
    second = desk.page("record", actor="moderator", before=before)
    assert (first.count("waits for a person → spam"), second.count("→ spam")) == (50, 10)


def test_a_file_holds_them_all(desk: Desk, decided: Comment) -> None:
    [row] = json.loads(streamed(desk, "record.json?actor=moderator"))
    assert (row["by"], row["before"], row["after"]) == ("nora", "held", "rejected")
    assert (row["reasons"], row["note"]) == ("insult", HOSTILE)


def test_no_text_of_a_table_is_a_formula(desk: Desk, decided: Comment) -> None:
    rows = list(csv.DictReader(io.StringIO(streamed(desk, "record.csv?actor=moderator"))))
    assert [row["note"] for row in rows] == [f"'{HOSTILE}"]
    assert [cell(text) for text in ("+1", "-1", "@a", "\tx", "a", 3)] == [
        "'+1", "'-1", "'@a", "'\tx", "a", 3,
    ]  # fmt: skip


def test_an_empty_file_is_one_that_opens(desk: Desk) -> None:
    assert json.loads(streamed(desk, "record.json?who=nobody")) == []


def test_who_may_not_change_people_takes_no_file_away(site: Site, decided: Comment) -> None:
    otto = Desk(an_account("otto", site))
    assert "record.csv" not in otto.page("record")
    assert otto.open("record.csv").status_code == 403


# --- Transparency ------------------------------------------------------------------------------


def report(desk: Desk) -> dict[str, Any]:
    query = "since=2026-05-01&until=2026-07-01"
    [found] = json.loads(streamed(desk, f"transparency.json?{query}"))
    return dict(found)


def test_the_report_counts_by_reason_and_by_who_decided(
    desk: Desk, decided: Comment, article: Article
) -> None:
    appeal(Comment.objects.get(pk=decided.pk), "", policy_of(article.site_id), "", NOON)
    found = report(desk)
    [row] = [one for one in found["restrictions"] if one["reason"] == "insult"]
    assert (row["decision"], row["automated"], row["count"], row["appeals"]) == (
        "rejected", False, 1, 1,
    )  # fmt: skip
    assert row["hours_to_decide"] == 0.5
    assert found["appeals"]["open"] == 1
    assert "Insults a person" in desk.page("transparency", since="2026-05-01", until="2026-07-01")


def test_deleted_spam_is_counted_still(desk: Desk, article: Article, senior: Any) -> None:
    comment = a_comment(article, Status.HELD)
    moderate(comment, Status.SPAM, senior, NOON)
    before = [one for one in report(desk)["restrictions"] if one["decision"] == "spam"]
    sweep(NOON + timedelta(days=31))
    assert not Comment.objects.filter(pk=comment.pk).exists()
    assert PastDecisions.objects.get().count == 1
    again = Desk(senior)  # the sweep ends old sessions too
    after = [one for one in report(again)["restrictions"] if one["decision"] == "spam"]
    assert after == before


# --- Kept as evidence --------------------------------------------------------------------------


def test_a_hold_is_laid_and_lifted_with_who_and_why(desk: Desk, article: Article) -> None:
    comment = a_comment(article)
    path = f"comments/{comment.pk}/hold"
    assert desk.post(path, {"do": "lay", "why": ""}).status_code == 422
    desk.post(path, {"do": "lay", "why": "File 12 of the court"})
    assert "File 12 of the court" in desk.page(f"comments/{comment.pk}")
    assert "File 12 of the court" in desk.page("holds")
    desk.post(path, {"do": "lift", "why": "The case is closed"})
    row = LegalHold.objects.get()
    assert (row.by, row.lifted_by, row.lifted_why) == (row.by, row.by, "The case is closed")
    assert "Keep it" in desk.page(f"comments/{comment.pk}")


def test_no_time_ends_what_is_kept_as_evidence(article: Article, senior: Any) -> None:
    comment = a_comment(article, Status.HELD)
    moderate(comment, Status.SPAM, senior, NOON)
    Comment.objects.filter(pk=comment.pk).update(ip="192.0.2.7")
    hold = lay(comment.pk, "Evidence", senior, NOON)
    assert hold is not None
    sweep(NOON + timedelta(days=400))
    kept = Comment.objects.get(pk=comment.pk)
    assert (kept.body, kept.ip) == (comment.body, "192.0.2.7")
    lift(hold, "Done", senior, NOON)
    sweep(NOON + timedelta(days=400))
    assert Comment.objects.get(pk=comment.pk).body == ""


def test_no_edit_changes_what_is_kept_as_evidence(article: Article, senior: Any) -> None:
    comment = a_posted(article, NOON)
    lay(comment.pk, "Evidence", senior, NOON)
    policy = policy_of(article.site_id)
    assert edit(comment, "Quite other words.", policy, NOON) == "edit_window_over"


def test_an_erasure_waits_for_the_hold_and_is_then_done(article: Article, senior: Any) -> None:
    held = a_comment(article, email="ada@example.org", body="Kept words.")
    other = a_comment(article, email="ada@example.org")
    hold = lay(held.pk, "Evidence", senior, NOON)
    assert hold is not None
    erase(find("ada@example.org", article.site_id), "link", NOON)
    held.refresh_from_db()
    other.refresh_from_db()
    assert (held.body, held.email, other.body) == ("Kept words.", "ada@example.org", "")
    lift(hold, "Done", senior, NOON)
    held.refresh_from_db()
    assert (held.body, held.email, held.name) == ("", "", "")
    assert not Appeal.objects.exists()
