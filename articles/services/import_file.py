"""import_file: the articles of a file become rows. The whole file is read once before anything is
written, so a broken one changes nothing; the same file again changes nothing either."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any

from django.db import transaction

from articles.canonical_url import canonical, host_of
from articles.models import Site
from articles.services.refused import Refused
from articles.services.register import register
from articles.sources.as_data import as_data
from articles.sources.record import Changed, Item, Record, Skipped
from articles.sources.source import Source
from newsroom.kernel.fields import FieldError

BATCH = 200
MOST_HOSTS = 20

Progress = Callable[[int, int], None]


@dataclass
class Report:
    """What became of a file: counts by outcome, and a line for each item left out or altered."""

    outcomes: Counter[str] = field(default_factory=Counter)
    lines: list[dict[str, Any]] = field(default_factory=list)
    domains_added: list[str] = field(default_factory=list)

    def note(self, outcome: str, where: str, id: str | None, reason: str) -> None:
        self.outcomes[outcome] += 1
        self.lines.append({"outcome": outcome, "where": where, "id": id, "reason": reason})


def import_file(
    site: Site,
    source: Source,
    now: datetime,
    *,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> Report:
    """Raises SourceError before anything is written, for a file that cannot be read to its end."""
    source.check(progress)
    report = Report()
    items = source.items()
    while batch := list(islice(items, BATCH)):
        with transaction.atomic():
            for item in batch:
                take(site, item, now, report)
            transaction.set_rollback(dry_run)
        if progress:
            progress(*source.position())
    return report


def take(site: Site, item: Item, now: datetime, report: Report) -> None:
    if isinstance(item, Skipped):
        report.note("skipped", item.where, item.id, item.reason)
    elif isinstance(item, Changed):
        report.note("altered", item.where, item.id, item.reason)
    else:
        store(site, item, now, report)


def store(site: Site, record: Record, now: datetime, report: Report) -> None:
    try:
        own_host(site, record.url, report)
        with transaction.atomic():
            done = register(site, record.id, as_data(record), now)
    except (Refused, FieldError) as error:
        report.note("refused", record.where, record.id, str(error))
        return
    report.outcomes["created" if done.created else "changed" if done.changed else "unchanged"] += 1


def own_host(site: Site, url: str, report: Report) -> None:
    """Whoever imports a site's export says by it that these hosts are the site's."""
    try:
        host = host_of(canonical(url))
    except ValueError as error:
        raise FieldError("invalid", f"url: {error}") from None
    if host in site.domains:
        return
    if len(report.domains_added) >= MOST_HOSTS:
        raise FieldError("invalid", f"url: the host {host!r} does not belong to this site.")
    site.domains = sorted({*site.domains, host})
    Site.objects.filter(pk=site.pk).update(domains=site.domains)
    report.domains_added.append(host)


def outcomes(report: Report) -> Iterator[str]:
    for outcome, count in sorted(report.outcomes.items()):
        yield f"{count} {outcome}"
