"""import_file: the articles of a file become rows. The whole file is read once before anything is
written, so a broken one changes nothing; the same file again changes nothing either."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any

from django.db import transaction

from articles.models import Origin, Site
from articles.services.import_mark import ImportMark
from articles.services.learn_host import learn_host
from articles.services.refused import Refused
from articles.services.register import register_many
from articles.sources.as_data import as_data
from articles.sources.record import Changed, Item, Record, Skipped
from articles.sources.source import Source
from newsroom.kernel.fields import FieldError

# A batch is a transaction; its texts are in memory a few times over.
BATCH = 200
BATCH_CHARACTERS = 2_000_000
SAMPLES = 20

Progress = Callable[[int, int], None]
Note = dict[str, Any]


@dataclass
class Report:
    """What became of a file: counts by outcome, and the first notes of items left out or altered.
    ``tell`` is given each note as it comes: a file may have more than memory holds."""

    tell: Callable[[Note], None] | None = None
    outcomes: Counter[str] = field(default_factory=Counter)
    samples: list[Note] = field(default_factory=list)
    notes: int = 0
    domains_added: list[str] = field(default_factory=list)
    resumed_after: int = 0

    def note(self, outcome: str, where: str, id: str | None, reason: str) -> None:
        note = {"outcome": outcome, "where": where, "id": id, "reason": reason}
        self.outcomes[outcome] += 1
        self.notes += 1
        if len(self.samples) < SAMPLES:
            self.samples.append(note)
        if self.tell:
            self.tell(note)


def import_file(
    site: Site,
    source: Source,
    now: datetime,
    *,
    dry_run: bool = False,
    resume: bool = False,
    progress: Progress | None = None,
    tell: Callable[[Note], None] | None = None,
) -> Report:
    """Raises SourceError before anything is written, for a file that cannot be read to its end.
    ``resume``: go on where an import of this very file was cut off, without reading it twice."""
    mark = ImportMark(site, source.path)
    report = Report(tell, resumed_after=mark.read() if resume else 0)
    if not report.resumed_after:
        source.check(progress)
    items = source.items()
    done = sum(1 for _ in islice(items, report.resumed_after))
    for batch in batches(items):
        with transaction.atomic():
            take(site, batch, now, report)
            transaction.set_rollback(dry_run)
        done += len(batch)
        if not dry_run:
            mark.write(done)
        if progress:
            progress(*source.position())
    if not dry_run:
        mark.clear()
    return report


def batches(items: Iterable[Item]) -> Iterator[list[Item]]:
    """So many at once, and fewer where they are long."""
    batch: list[Item] = []
    size = 0
    for item in items:
        batch.append(item)
        size += len(item.body) if isinstance(item, Record) else 0
        if len(batch) == BATCH or size > BATCH_CHARACTERS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def take(site: Site, batch: list[Item], now: datetime, report: Report) -> None:
    records = []
    for item in batch:
        if isinstance(item, Skipped):
            report.note("skipped", item.where, item.id, item.reason)
        elif isinstance(item, Changed):
            report.note("altered", item.where, item.id, item.reason)
        elif has_own_host(site, item, report):
            records.append(item)
    store(site, records, now, report)


def store(site: Site, records: list[Record], now: datetime, report: Report) -> None:
    told = [(record.id, as_data(record)) for record in records]
    outcomes = register_many(site, told, now, origin=Origin.IMPORT)
    for record, outcome in zip(records, outcomes, strict=True):
        if isinstance(outcome, Refused):
            report.note("refused", record.where, record.id, str(outcome))
        else:
            report.outcomes[outcome] += 1


def has_own_host(site: Site, record: Record, report: Report) -> bool:
    try:
        learned = learn_host(site, record.url)
    except FieldError as error:
        report.note("refused", record.where, record.id, str(error))
        return False
    if learned:
        report.domains_added.append(learned)
    return True


def outcomes(report: Report) -> Iterator[str]:
    for outcome, count in sorted(report.outcomes.items()):
        yield f"{count} {outcome}"
