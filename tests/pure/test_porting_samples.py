"""The comment counts of sample exports, against an independent reading of them.

Collected only where NEWSROOM_SAMPLES names the folder that holds `imports/expected.json`.
"""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from comments.porting.readers.detect import open_comments
from comments.porting.readers.events import ImportedComment, SourceError
from comments.porting.readers.spool import Spool
from tests.fixtures.imports.discussion import NOW, comments_of, spooled

if SAMPLES := os.environ.get("NEWSROOM_SAMPLES"):
    FOLDER = Path(SAMPLES) / "imports"
    EXPECTED = json.loads((FOLDER / "expected.json").read_text())
    GOOD: dict[str, dict[str, Any]] = EXPECTED["good"]
    BAD: dict[str, dict[str, Any]] = {
        name: case["reference"] for name, case in EXPECTED["bad"].items()
    }
    # Where the wanted handling differs from what the reference reader did.
    OTHERWISE = {"bad/control-characters.xml", "bad/external-entity.xml", "bad/coral-header-row"}
    SOUND = {
        name: seen
        for name, seen in (GOOD | BAD).items()
        if seen["outcome"] == "ok" and name not in OTHERWISE
    }
    REFUSED = {
        name: seen.get("line")
        for name, seen in BAD.items()
        if seen["outcome"] != "ok" and name not in OTHERWISE
    }

    def seen_comments(name: str) -> Iterator[ImportedComment]:
        for event in open_comments(FOLDER / name).events():
            if isinstance(event, ImportedComment):
                yield event

    def left_out(seen: dict[str, Any]) -> int:
        exact_repeats = 1 if seen["duplicate_ids"] else 0
        return int(seen.get("posts_in_missing_thread", 0)) + exact_repeats

    @pytest.mark.parametrize(("name", "seen"), SOUND.items())
    def test_every_comment_is_counted(name: str, seen: dict[str, Any]) -> None:
        summary, _placed, _notices = spooled(FOLDER / name)
        assert len(list(seen_comments(name))) == seen["comments"]
        assert summary.comments == seen["comments"] - left_out(seen)

    @pytest.mark.parametrize(("name", "seen"), SOUND.items())
    def test_every_thread_is_counted(name: str, seen: dict[str, Any]) -> None:
        with Spool(NOW) as spool:
            spool.fill(open_comments(FOLDER / name).events())
            threads = list(spool.threads())
        paths = {urlsplit(thread.url).path.rstrip("/") for thread in threads}
        assert (len(threads), len(paths)) == (seen["threads"], seen["threads_by_path"])

    @pytest.mark.parametrize(("name", "seen"), SOUND.items())
    def test_statuses_and_authors_are_the_same(name: str, seen: dict[str, Any]) -> None:
        statuses: dict[str, int] = {}
        for comment in seen_comments(name):
            statuses[comment.status] = statuses.get(comment.status, 0) + 1
        assert statuses == seen["statuses"]
        authors = {comment.email.lower() or comment.name for comment in seen_comments(name)}
        assert len(authors) == seen["authors"]

    @pytest.mark.parametrize(("name", "seen"), SOUND.items())
    def test_replies_are_as_many_and_as_deep(name: str, seen: dict[str, Any]) -> None:
        summary, _placed, _notices = spooled(FOLDER / name)
        assert sum(bool(comment.parent) for comment in seen_comments(name)) == seen["replies"]
        assert summary.levels == seen["max_depth"]

    @pytest.mark.parametrize(("name", "seen"), SOUND.items())
    def test_dates_and_empty_texts_are_the_same(name: str, seen: dict[str, Any]) -> None:
        dates = [comment.created_at for comment in seen_comments(name) if comment.created_at]
        told = [f"{date:%Y-%m-%dT%H:%M:%SZ}" for date in (min(dates), max(dates))]
        assert told == [seen["earliest"], seen["latest"]]
        # The reference takes "..." for no text, which other people's fixtures are full of.
        empty = sum(not comment.text.strip(".") for comment in seen_comments(name))
        assert empty == seen["empty_texts"]

    @pytest.mark.parametrize(("name", "line"), REFUSED.items())
    def test_a_broken_export_is_refused(name: str, line: int | None) -> None:
        with pytest.raises(SourceError) as caught:
            list(open_comments(FOLDER / name).events())
        assert line is None or caught.value.line == line

    def test_the_header_row_of_a_folder_is_no_comment() -> None:
        assert len(comments_of(FOLDER / "bad/coral-header-row")) == 10
