"""What a bulk would be about, and how far one is: for the panel and the API alike."""

from dataclasses import asdict, dataclass
from typing import Any

from django.db.models import Count, QuerySet

from comments.models import BulkItem, BulkJob, Comment
from comments.reading.selection import MOST, Selection


@dataclass(frozen=True)
class DryRun:
    """``count`` stops one above MOST. ``newest``: the last that is in it; what comes later is
    not."""

    count: int
    newest: int


@dataclass(frozen=True)
class Progress:
    """``counts``: how many items stand in which state, without those where none does."""

    counts: dict[str, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def ended(self) -> int:
        return self.total - self.counts.get(BulkItem.State.WAITING, 0)


def dry_run(rows: QuerySet[Comment]) -> DryRun:
    newest = rows.order_by("-id").values_list("pk", flat=True).first() or 0
    return DryRun(rows.values("pk")[: MOST + 1].count(), newest)


def progress(job: BulkJob) -> Progress:
    rows = job.items.order_by().values_list("state").annotate(n=Count("pk"))
    return Progress(dict(rows))


def flat(wanted: Selection) -> dict[str, Any]:
    """What a selection names, as it is kept with the job."""
    asked = asdict(wanted.asked) if wanted.tab else {}
    for name in ("cursor", "order", "tab"):
        asked.pop(name, None)
    rest = {"tab": wanted.tab, "author": wanted.author, "domain": wanted.domain}
    return {**asked, **rest, "like": wanted.like}
