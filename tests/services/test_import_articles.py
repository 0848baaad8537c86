"""Articles from files: told whole or not at all, twice for the price of a look, and resumed."""

import gzip
import json
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from articles.models import Article, Origin, Site
from articles.services import import_file as importing
from articles.services.first_seen import first_seen
from articles.services.import_mark import ImportMark
from articles.services.register import register
from newsroom.kernel.models import OutboxEvent
from tests.factories import NOON

HOME = "https://daily.example"


def line(id: str, **parts: Any) -> str:
    told = {"id": id, "url": f"{HOME}/{id}", "title": f"Title of {id}", **parts}
    return json.dumps({"published_at": "2026-05-04T08:00:00Z", **told}) + "\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "articles.jsonl"


@pytest.fixture
def bring(site: Site, file: Path, settings: Any, tmp_path: Path) -> Callable[..., str]:
    """Runs the command on these lines and gives back what it says."""
    settings.DATA_DIR = tmp_path / "data"

    def run(*lines: str, **options: Any) -> str:
        if lines:
            file.write_text("".join(lines), encoding="utf-8")
        out = StringIO()
        call_command("import_articles", str(file), site=site.key, stdout=out, **options)
        return out.getvalue().strip()

    return run


class CutOff(Exception):
    """The machine stops."""


def cut_off_after(monkeypatch: pytest.MonkeyPatch, batches: int) -> None:
    real = importing.take
    left = iter(range(batches))

    def take(*args: Any) -> None:
        if next(left, None) is None:
            raise CutOff
        real(*args)

    monkeypatch.setattr(importing, "take", take)


@pytest.fixture
def small_batches(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(importing, "BATCH", 2)
    yield


def test_each_line_becomes_an_article(bring: Callable[..., str]) -> None:
    assert bring(line("a", section="World/Asia", tags=["Sea"]), line("b")) == "2 created"
    row = Article.objects.get(external_id="a")
    assert (row.is_public(NOON), row.origin, str(row.section)) == (True, Origin.IMPORT, "Asia")


def test_a_second_time_changes_nothing_and_promises_nothing(bring: Callable[..., str]) -> None:
    bring(line("a"), line("b"))
    promised = OutboxEvent.objects.count()
    assert bring() == "2 unchanged"
    assert OutboxEvent.objects.count() == promised


def test_only_what_is_new_changes(bring: Callable[..., str]) -> None:
    bring(line("a"), line("b"))
    assert (
        bring(line("a"), line("b", title="New"), line("c")) == "1 changed, 1 created, 1 unchanged"
    )


def test_a_file_that_is_cut_off_changes_nothing(bring: Callable[..., str]) -> None:
    with pytest.raises(CommandError, match=r"cut off.*Nothing was imported"):
        bring(line("a"), line("b")[:-9])
    assert not Article.objects.exists()


def test_a_dry_run_says_what_would_be_and_writes_nothing(
    site: Site, bring: Callable[..., str]
) -> None:
    said = bring(line("a"), line("b", url="https://new.example/b"), dry_run=True)
    assert said.endswith("Would be: 2 created")
    assert "domains would include new.example" in said
    site.refresh_from_db()
    assert (Article.objects.count(), site.domains) == (0, ["daily.example"])


def test_what_is_left_out_is_told_line_by_line(bring: Callable[..., str], tmp_path: Path) -> None:
    report = tmp_path / "report.jsonl"
    said = bring(line("a"), line("a"), "nonsense\n", line("b", url=f"{HOME}/a"), report=str(report))
    assert said.endswith("1 created, 1 refused, 2 skipped")
    notes = [json.loads(text) for text in report.read_text(encoding="utf-8").splitlines()]
    assert [(note["outcome"], note["where"]) for note in notes] == [
        ("skipped", "line 2"),
        ("skipped", "line 3"),
        ("refused", "line 4"),
    ]


def test_a_report_is_written_as_it_comes_and_never_kept(
    bring: Callable[..., str], tmp_path: Path
) -> None:
    report = tmp_path / "report.jsonl"
    said = bring(*[line(f"a{n}", unknown_key=1) for n in range(50)], report=str(report))
    assert "… and 30 more; --report FILE has all." in said
    assert len(report.read_text(encoding="utf-8").splitlines()) == 50


def test_a_report_that_cannot_be_written_stops_the_import(bring: Callable[..., str]) -> None:
    with pytest.raises(CommandError, match="Nothing was imported"):
        bring(line("a"), report="/nowhere/report.jsonl")
    assert not Article.objects.exists()


def test_a_packed_file_is_read_as_it_is(bring: Callable[..., str], file: Path) -> None:
    file.write_bytes(gzip.compress((line("a") + line("b")).encode()))
    assert bring() == "2 created"


def test_a_page_that_readers_found_first_becomes_the_imported_article(
    site: Site, bring: Callable[..., str]
) -> None:
    stub = first_seen(site, f"{HOME}/a", "192.0.2.1", NOON)
    bring(line("a"))
    assert stub is not None
    assert Article.objects.get().pk == stub.pk


def test_a_bare_address_closes_no_page_that_readers_are_on(
    site: Site, bring: Callable[..., str]
) -> None:
    first_seen(site, f"{HOME}/a", "192.0.2.1", NOON)
    assert bring(line("a", status="draft")).endswith("1 refused")
    assert Article.objects.get().is_stub()


def test_an_import_changes_what_was_pushed(site: Site, bring: Callable[..., str]) -> None:
    register(site, "a", {"url": f"{HOME}/a", "title": "Pushed"}, NOON)
    assert bring(line("a")) == "1 changed"
    assert Article.objects.get().origin == Origin.PUSH


@pytest.mark.usefixtures("small_batches")
def test_an_import_that_was_cut_off_goes_on_where_it_stood(
    site: Site, bring: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        cut_off_after(patched, 2)
        with pytest.raises(CutOff):
            bring(*[line(f"a{number}") for number in range(7)])
    assert Article.objects.count() == 4
    said = bring(resume=True).splitlines()
    assert said == ["Went on after 4 items.", "3 created"]


@pytest.mark.usefixtures("small_batches")
def test_another_file_is_not_resumed(
    bring: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        cut_off_after(patched, 1)
        with pytest.raises(CutOff):
            bring(*[line(f"a{number}") for number in range(7)])
    said = bring(line("a1"), line("b"), resume=True).splitlines()
    assert said == ["Went on after 0 items.", "1 created, 1 unchanged"]


def test_a_finished_import_leaves_no_mark(
    site: Site, bring: Callable[..., str], file: Path
) -> None:
    bring(line("a"))
    assert ImportMark(site, file).read() == 0


def test_a_mark_that_is_damaged_counts_for_nothing(
    site: Site, bring: Callable[..., str], file: Path
) -> None:
    file.write_text(line("a"), encoding="utf-8")
    mark = ImportMark(site, file)
    mark.write(1)
    assert mark.read() == 1
    mark._path.write_text("[1, 2", encoding="utf-8")
    assert mark.read() == 0


def test_long_articles_make_short_batches(bring: Callable[..., str]) -> None:
    sizes: list[int] = []
    real = importing.take

    def take(site: Site, batch: list[Any], *rest: Any) -> None:
        sizes.append(len(batch))
        real(site, batch, *rest)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(importing, "take", take)
        patched.setattr(importing, "BATCH_CHARACTERS", 3000)
        bring(*[line(f"a{number}", body="x" * 1000) for number in range(9)])
    assert sizes == [4, 4, 1]
