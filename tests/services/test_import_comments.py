"""Comments of other systems: in their places or not at all, and once however often."""

import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.core.management import CommandError, call_command

from articles.models import Article, Site
from articles.services.register import register
from comments.models import Comment, Commenter, Thread
from comments.porting import take_in as porting
from comments.services.moderate import moderate
from comments.states import Status
from newsroom.kernel.models import OutboxEvent
from tests.factories import NOON, an_article
from tests.fixtures.imports.reading import IMPORTS, post, wxr
from tests.recount import counted, kept

pytestmark = pytest.mark.django_db
EXPORTS = ["wxr.xml", "disqus.xml", "commento-v1.json", "comentario-v3.json", "remark42.jsonl"]
EXPORTS += ["isso.db", "coral"]

Bring = Callable[..., str]


@pytest.fixture
def bring(site: Site) -> Bring:
    """Runs the command on a file and gives back what it says."""

    def run(source: Path | str, **options: Any) -> str:
        out = StringIO()
        call_command("import_comments", str(source), site=site.key, stdout=out, **options)
        return out.getvalue().strip()

    return run


def said(number: int, parent: int = 0, **fields: str) -> str:
    tags = {
        "comment_id": str(number),
        "comment_author": f"Reader {number}",
        "comment_author_email": f"r{number}@example.org",
        "comment_author_url": "",
        "comment_date_gmt": f"2024-03-02 08:00:0{number}",
        "comment_content": f"Thought {number}.",
        "comment_approved": "1",
        "comment_type": "comment",
        "comment_parent": str(parent),
    }
    tags |= fields
    return f"<wp:comment>{''.join(f'<wp:{k}>{v}</wp:{k}>' for k, v in tags.items())}</wp:comment>"


@pytest.fixture
def export(tmp_path: Path) -> Callable[..., Path]:
    """A WordPress export with these comments under one post."""

    def write(*comments: str) -> Path:
        path = tmp_path / "export.xml"
        path.write_text(wxr(post(1, "".join(comments))))
        return path

    return write


@pytest.mark.parametrize("name", EXPORTS)
def test_every_comment_of_an_export_is_counted_where_it_stands(bring: Bring, name: str) -> None:
    bring(IMPORTS / name)
    assert Comment.objects.count() in (10, 11)
    assert kept() == counted()


@pytest.mark.parametrize("name", EXPORTS)
def test_the_same_export_again_adds_nothing(bring: Bring, name: str) -> None:
    bring(IMPORTS / name)
    before = list(Comment.objects.values_list("pk", "html"))
    assert "unchanged" in bring(IMPORTS / name)
    assert list(Comment.objects.values_list("pk", "html")) == before


def test_two_spellings_of_a_page_are_one_thread(bring: Bring) -> None:
    bring(IMPORTS / "wxr.xml")
    assert Thread.objects.count() == Article.objects.count() == 3


def test_replies_stand_below_what_they_answer(bring: Bring, export: Any) -> None:
    bring(export(said(2, parent=1), said(1), said(3, parent=2)))
    lines = Comment.objects.order_by("depth").values_list("body", "parent__body", "depth")
    assert list(lines) == [
        ("Thought 1.", None, 0),
        ("Thought 2.", "Thought 1.", 1),
        ("Thought 3.", "Thought 2.", 2),
    ]


def test_a_comment_keeps_its_time_and_author(bring: Bring, export: Any) -> None:
    bring(export(said(1)))
    row = Comment.objects.get()
    assert row.created_at.isoformat() == "2024-03-02T08:00:01+00:00"
    assert (row.name, row.email, Commenter.objects.get().approved) == (
        "Reader 1",
        "r1@example.org",
        1,
    )


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [("1", "published"), ("0", "held"), ("spam", "spam"), ("trash", "rejected")],
)
def test_a_comment_keeps_its_state(bring: Bring, export: Any, theirs: str, ours: str) -> None:
    bring(export(said(1, comment_approved=theirs)))
    assert Comment.objects.get().status == ours


def test_html_becomes_what_a_comment_may_hold(bring: Bring, export: Any) -> None:
    hostile = "&lt;b&gt;Loud&lt;/b&gt; &lt;script&gt;alert(1)&lt;/script&gt; 2 * 3 * 4"
    bring(export(said(1, comment_content=hostile)))
    assert Comment.objects.get().html == "<p><strong>Loud</strong>  2 * 3 * 4</p>"


def test_a_website_that_is_none_is_left_out_and_told(bring: Bring, export: Any) -> None:
    told = bring(export(said(1, comment_author_url="javascript:alert(1)")))
    assert "website left out" in told
    assert Comment.objects.get().website == ""


def test_an_article_that_is_known_by_its_address_gets_its_thread(
    bring: Bring, export: Any, site: Site
) -> None:
    data = {"url": "https://news.example/1", "title": "Known", "status": "published"}
    Site.objects.update(domains=["news.example"])
    register(Site.objects.get(), "cms-1", data, NOON)
    bring(export(said(1)))
    assert Comment.objects.get().thread.article.external_id == "cms-1"


def test_an_article_that_is_told_of_later_takes_over_the_thread(
    bring: Bring, export: Any, site: Site
) -> None:
    bring(export(said(1)))
    data = {"url": "https://news.example/1/", "title": "Told", "status": "published"}
    register(Site.objects.get(), "cms-1", data, NOON)
    assert Comment.objects.get().thread.article.external_id == "cms-1"


def test_an_import_says_which_pages_no_article_has(bring: Bring, export: Any) -> None:
    assert "1 of 1 threads are on pages that no article here has" in bring(export(said(1)))


def test_a_dry_run_says_the_same_and_stores_nothing(bring: Bring, site: Site) -> None:
    domains = site.domains
    dry = bring(IMPORTS / "wxr.xml", dry_run=True)
    assert not Comment.objects.exists()
    assert not Article.objects.exists()
    assert Site.objects.get().domains == domains
    site.refresh_from_db()
    assert dry.rpartition("Would be: ")[2] == bring(IMPORTS / "wxr.xml").splitlines()[-1]


def test_a_run_that_was_cut_off_is_finished_by_the_next(
    bring: Bring, export: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(porting, "BATCH", 1)
    real, left = porting.bring_in, iter(range(2))

    def until_power_fails(*given: Any) -> Any:
        if next(left, None) is None:
            raise OSError("the machine stops")
        return real(*given)

    monkeypatch.setattr(porting, "bring_in", until_power_fails)
    file = export(said(1), said(2, parent=1), said(3, parent=2))
    with pytest.raises(OSError, match="the machine stops"):
        bring(file)
    assert Comment.objects.count() == 2
    monkeypatch.setattr(porting, "bring_in", real)
    assert bring(file).endswith("1 published, 2 unchanged")
    assert kept() == counted()


def test_what_a_moderator_changed_since_stays(bring: Bring, export: Any, editor: Any) -> None:
    file = export(said(1))
    bring(file)
    moderate(Comment.objects.get(), Status.REMOVED, editor, NOON)
    bring(file)
    assert Comment.objects.get().status == "removed"


def test_nobody_is_told_of_what_was_said_long_ago(bring: Bring, export: Any, site: Site) -> None:
    an_article(site, "other")
    OutboxEvent.objects.all().delete()
    bring(export(said(1), said(2, parent=1)))
    assert not OutboxEvent.objects.filter(name__startswith="comment.").exists()
    assert mail.outbox == []


@pytest.mark.parametrize(
    "broken",
    sorted(path.name for path in (IMPORTS / "bad").iterdir() if path.name.startswith("truncated")),
)
def test_a_broken_file_changes_nothing(bring: Bring, broken: str) -> None:
    with pytest.raises(CommandError, match="Nothing was imported"):
        bring(IMPORTS / "bad" / broken)
    assert not Comment.objects.exists()


def test_what_was_left_out_or_altered_is_in_the_report(
    bring: Bring, export: Any, tmp_path: Path
) -> None:
    report = tmp_path / "report.jsonl"
    bring(export(said(1), said(2, parent=99)), report=str(report))
    [note] = map(json.loads, report.read_text().splitlines())
    assert (note["outcome"], note["id"]) == ("altered", "2")


def test_an_unknown_site_is_said_in_one_line(export: Any) -> None:
    with pytest.raises(CommandError, match="create_site makes one"):
        call_command("import_comments", str(export(said(1))), site="nowhere")
