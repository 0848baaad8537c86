"""A newsroom is written into one file, and comes back from it whole."""

import json
import shutil
import stat
import zipfile
from collections.abc import Callable
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.management import CommandError, call_command
from django.db import connections

from articles.models import Article, Site
from comments.models import Comment
from comments.services.vote import vote
from newsroom.kernel.backup import MANIFEST, label, tables
from tests.factories import a_comment, a_posted, a_site, an_article

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def data(settings: Any, tmp_path: Path) -> Path:
    """A data folder with the secrets that are in use."""
    settings.DATA_DIR = tmp_path
    (tmp_path / "secret_key").write_text(settings.SECRET_KEY)
    (tmp_path / "pepper").write_text(settings.PEPPER)
    return tmp_path


@pytest.fixture
def talk(article: Article, editor: Any, now: datetime) -> Comment:
    """Rows of many tables: people, votes, promises, a reply, times finer than a millisecond."""
    top = a_comment(article, email="zoë@example.org", body="Ünï © \u2028 done")
    a_comment(article, parent=top, created_at=now + timedelta(microseconds=1234567))
    a_posted(article, now)
    vote(top, "somebody", 1, now)
    return top


@pytest.fixture
def file(data: Path, talk: Comment) -> Path:
    out = data / "monday.zip"
    say("backup", out)
    return out


def say(command: str, *arguments: Any) -> str:
    out = StringIO()
    call_command(command, *map(str, arguments), stdout=out)
    return out.getvalue()


def every_row() -> dict[str, list[dict[str, Any]]]:
    return {label(model): list(model._base_manager.order_by("pk").values()) for model in tables()}


def empty() -> None:
    call_command("flush", interactive=False, verbosity=0)
    ContentType.objects.clear_cache()


def altered(file: Path, name: str, change: Callable[[bytes], bytes]) -> Path:
    """A copy with one of its entries changed."""
    copy = file.with_name("altered.zip")
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(copy, "w") as new:
        for entry in old.namelist():
            new.writestr(entry, change(old.read(entry)) if entry == name else old.read(entry))
    return copy


def with_manifest(file: Path, **changes: Any) -> Path:
    return altered(file, MANIFEST, lambda was: json.dumps({**json.loads(was), **changes}).encode())


def test_every_row_comes_back_as_it_was(file: Path) -> None:
    before = every_row()
    assert before["comments.comment"] and before["auth.user"] and before["kernel.outboxevent"]
    empty()
    assert "rows are back" in say("restore", file)
    assert every_row() == before


def test_what_comes_after_a_restore_gets_keys_of_its_own(file: Path) -> None:
    empty()
    say("restore", file)
    site = a_site("weekly")
    article = an_article(site, "story-2")
    assert a_comment(article).pk > 3
    assert Site.objects.count() == 2


def test_the_file_is_for_its_owner_alone(file: Path) -> None:
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_the_secrets_come_along(file: Path, data: Path, settings: Any) -> None:
    was = settings.PEPPER
    empty()
    settings.PEPPER = "what a new installation made for itself"
    (data / "pepper").write_text(settings.PEPPER)
    say("restore", file)
    assert (data / "pepper").read_text() == was


def test_an_environment_with_another_pepper_is_refused(
    file: Path, data: Path, settings: Any
) -> None:
    empty()
    (data / "pepper").unlink()
    settings.PEPPER = "from the environment"
    with pytest.raises(CommandError, match="NEWSROOM_PEPPER is not the one"):
        say("restore", file)
    assert not Site.objects.exists()


def test_readers_can_write_while_a_backup_is_made(
    data: Path, talk: Comment, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And what they write in that time is not in it: it is one moment."""
    from newsroom.kernel import backup

    def count_while_others_write(model: Any) -> Any:
        if label(model) == "comments.vote":
            other = connections.create_connection("default")
            with other.cursor() as cursor:
                cursor.execute("UPDATE comments_thread SET version = version + 1")
            other.close()
        return real(model)

    talk.thread.refresh_from_db()
    real, version = backup.chunks, talk.thread.version
    monkeypatch.setattr(backup, "chunks", count_while_others_write)
    say("backup", data / "busy.zip")
    talk.thread.refresh_from_db()
    empty()
    say("restore", data / "busy.zip")
    assert talk.thread.version > version
    assert Comment.objects.get(pk=talk.pk).thread.version == version


def test_a_newsroom_with_articles_is_not_overwritten(file: Path) -> None:
    before = every_row()
    with pytest.raises(CommandError, match=r"here already.*Nothing was restored"):
        say("restore", file)
    assert every_row() == before


def test_nothing_is_written_over_an_older_backup(file: Path) -> None:
    was = file.read_bytes()
    with pytest.raises(CommandError, match="exists already: name a new file"):
        say("backup", file)
    assert file.read_bytes() == was


def test_a_folder_that_is_not_there_is_named(data: Path, talk: Comment) -> None:
    with pytest.raises(CommandError, match=r"No such file or directory. Nothing was written"):
        say("backup", data / "nowhere" / "monday.zip")


def test_a_backup_of_another_version_says_where_they_differ(file: Path) -> None:
    empty()
    other = with_manifest(file, migrations=["comments.0999_to_come"])
    with pytest.raises(CommandError, match="another version"):
        say("restore", other)


@pytest.mark.parametrize(
    "damage",
    [
        lambda file: file.write_bytes(file.read_bytes()[:-100]),
        lambda file: file.write_bytes(b"no archive"),
        lambda file: shutil.copy(with_manifest(file, rows={}), file),
        lambda file: shutil.copy(altered(file, "rows/comments.comment.jsonl", cut_short), file),
        lambda file: shutil.copy(altered(file, "rows/comments.thread.jsonl", lambda _: b""), file),
    ],
    ids=["cut", "another-file", "rows-not-told-of", "half-a-line", "a-table-missing"],
)
def test_a_damaged_file_changes_nothing(file: Path, damage: Callable[[Path], Any]) -> None:
    damage(file)
    empty()
    before = every_row()
    with pytest.raises(CommandError, match=r"damaged.*Nothing was restored"):
        say("restore", file)
    assert every_row() == before


def cut_short(lines: bytes) -> bytes:
    return lines[:-20]
