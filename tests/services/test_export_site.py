"""A site's conversations can leave: what is written here, another system (or this one) takes in."""

import csv
import json
import stat
from collections.abc import Callable
from datetime import datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from articles.models import Article, Site
from comments.models import Comment
from comments.services.moderate import moderate
from comments.states import Status
from tests.factories import a_comment, a_site, an_article

pytestmark = pytest.mark.django_db

Export = Callable[..., Path]
WORDS = "A **bold** claim, [linked](https://elsewhere.example/a?b=1&c=2), by Zoë: 漢字 🙂 <b> & ]]>"


@pytest.fixture
def export(site: Site, tmp_path: Path) -> Export:
    def run(format: str, **options: Any) -> Path:
        out = tmp_path / f"out.{format}"
        call_command(
            "export_site",
            str(out),
            site=options.get("site", site.key),
            format=format,
            stdout=StringIO(),
        )
        return out

    return run


@pytest.fixture
def talk(article: Article, editor: Any, now: datetime) -> Comment:
    top = a_comment(article, name="Ada & Söhne", email="ada@example.org", body=WORDS)
    below = a_comment(article, parent=top, body="=1+1 is a formula to some.")
    a_comment(article, parent=below)
    moderate(below, Status.REMOVED, editor, now, reason="off_topic")
    for status in (Status.HELD, Status.SPAM, Status.REJECTED):
        a_comment(article, status)
    return top


def taken_in(file: Path) -> list[Comment]:
    """What the file makes of a site that has the article and no comments."""
    other = a_site("weekly")
    an_article(other, "story-1")
    call_command("import_comments", str(file), site=other.key, stdout=StringIO())
    return list(Comment.objects.filter(thread__site=other).order_by("id"))


def facts(comments: list[Comment]) -> dict[str, tuple[Any, ...]]:
    """By the author's name: an import goes level by level."""
    return {
        one.name: (
            *(one.email, one.html, one.status, one.created_at.replace(microsecond=0)),
            one.parent and one.parent.name,
        )
        for one in comments
    }


def ours(talk: Comment) -> list[Comment]:
    return list(Comment.objects.filter(thread=talk.thread).order_by("id"))


# WordPress has one bin for what never was and what is no more.
@pytest.mark.parametrize(("format", "became"), [("native", "removed"), ("wxr", "rejected")])
def test_what_leaves_comes_in_the_same(
    export: Export, talk: Comment, format: str, became: str
) -> None:
    before = facts(ours(talk))
    after = facts(taken_in(export(format)))
    gone = next(name for name, fact in before.items() if "removed" in fact)
    assert after[gone][2] == became
    assert {**after, gone: None} == {**before, gone: None}


def test_disqus_tells_published_from_spam_from_gone(export: Export, talk: Comment) -> None:
    came = taken_in(export("disqus"))
    assert [one.status for one in came if one.body][:1] == ["published"]
    assert facts(came)[talk.name] == facts(ours(talk))[talk.name]
    assert {one.status for one in came} == {"published", "removed", "spam"}


def test_remark42_is_given_no_refused_word_and_no_address(export: Export, talk: Comment) -> None:
    file = export("remark42")
    assert "@example.org" not in file.read_text()
    came = taken_in(file)
    assert [one.status for one in came] == ["published", "removed", "published"]
    assert came[0].html == talk.html
    assert came[2].parent == came[1]


def test_the_native_lines_lose_nothing(export: Export, talk: Comment) -> None:
    lines = [json.loads(line) for line in export("native").read_text().splitlines()]
    assert lines[0] == {"newsroom": 1, "site": "daily"}
    assert lines[1]["kind"] == "thread" and lines[1]["article"] == "story-1"
    removed = next(line for line in lines if line.get("status") == "removed")
    assert removed["decisions"][0]["reasons"] == ["off_topic"]
    assert removed["text"] == "=1+1 is a formula to some."


def test_a_spreadsheet_runs_no_cell(export: Export, talk: Comment) -> None:
    with export("csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert rows[0]["text"] == WORDS
    assert rows[1]["text"].startswith("'=1+1")
    assert [row["status"] for row in rows][3:] == ["held", "spam", "rejected"]


def test_another_sites_comments_stay(export: Export, talk: Comment) -> None:
    other = a_site("weekly")
    a_comment(an_article(other, "secret"), body="Not yours to take away.")
    assert "Not yours" not in export("native").read_text()


def test_the_file_is_for_its_owner_alone(export: Export, talk: Comment) -> None:
    assert stat.S_IMODE(export("native").stat().st_mode) == 0o600


def test_a_file_that_is_there_is_kept(export: Export, talk: Comment) -> None:
    was = export("csv").read_text()
    with pytest.raises(CommandError, match=r"exists already.*Nothing was written"):
        export("csv")
    assert export("native").with_suffix(".csv").read_text() == was


def test_an_unknown_site_is_named(export: Export) -> None:
    with pytest.raises(CommandError, match="no site 'nowhere'"):
        export("csv", site="nowhere")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "the file is empty"),
        ('{"newsroom": 2}\n', "its format is not 1"),
        ('{"newsroom": 1}\n{"kind": "comm', "cut off"),
    ],
)
def test_a_native_file_of_another_kind_is_refused(
    site: Site, tmp_path: Path, text: str, reason: str
) -> None:
    file = tmp_path / "other.jsonl"
    file.write_text(text)
    with pytest.raises(CommandError, match=rf"{reason}.*Nothing was imported"):
        call_command(
            "import_comments", str(file), site=site.key, format="native", stdout=StringIO()
        )
