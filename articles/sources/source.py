"""A file that can be read from start to end, more than once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from articles.sources.disk_index import DiskIndex
from articles.sources.record import Changed, Item, Record, Skipped, Summary
from articles.sources.source_file import SourceFile

SAMPLES = 20
STEP = 500

Open = Callable[[], SourceFile]
Reader = Callable[[Open, datetime], Iterator[Item]]
Progress = Callable[[int, int], None]


class Source:
    """One file of articles in a known format.

    Store nothing before `check()` has returned: a file may be sound for a gigabyte and cut off
    after that. Then `items()` reads it again, in the same order, for writing in batches.
    """

    def __init__(
        self, path: Path, format: str, reader: Reader, now: datetime | None = None
    ) -> None:
        self.path = path
        self.format = format
        self.now = now or datetime.now(UTC)
        self._reader = reader
        self._file: SourceFile | None = None

    def items(self) -> Iterator[Item]:
        """Every record, and a Skipped or Changed for all that was left out or altered.

        A Changed stands before its record. Of records with the same id the first is kept.
        Raises SourceError as soon as the file proves broken.
        """
        with DiskIndex() as ids:
            for item in self._reader(self._open, self.now):
                if isinstance(item, Record) and not ids.add(item.id, item.where):
                    yield Skipped(item.where, item.id, f"duplicate id: first at {ids.get(item.id)}")
                else:
                    yield item

    def check(self, progress: Progress | None = None) -> Summary:
        """Read everything and keep nothing. Raises SourceError for a file not to be imported."""
        summary = Summary()
        statuses: Counter[str] = Counter()
        reasons: Counter[str] = Counter()
        for number, item in enumerate(self.items()):
            if isinstance(item, Record):
                statuses[item.status] += 1
            else:
                reasons[item.reason.partition(":")[0]] += 1
            _count(summary, item)
            if progress and number % STEP == 0:
                progress(*self.position())
        summary.statuses, summary.reasons = dict(statuses), dict(reasons)
        return summary

    def position(self) -> tuple[int, int]:
        """(bytes read, bytes in all) of the reading under way, as they lie on disk."""
        if self._file is None:
            with SourceFile(self.path) as file:
                return file.position()
        return self._file.position()

    def _open(self) -> SourceFile:
        self._file = SourceFile(self.path)
        return self._file


def _count(summary: Summary, item: Item) -> None:
    if isinstance(item, Record):
        summary.records += 1
        if item.published_at:
            times = (summary.earliest, summary.latest, item.published_at)
            summary.earliest = min(filter(None, times))
            summary.latest = max(filter(None, times))
        return
    summary.skipped += isinstance(item, Skipped)
    summary.changed += isinstance(item, Changed)
    if len(summary.samples) < SAMPLES:
        summary.samples.append(item)
