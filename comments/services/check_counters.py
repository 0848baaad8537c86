"""check_counters: the night's reconcile, a stretch an event, and the word about what it found."""

import logging
from collections import Counter
from collections.abc import Mapping
from datetime import datetime

from comments.services.reconcile import TABLES, Batch, reconcile_batch
from newsroom.kernel import notices, outbox

log = logging.getLogger(__name__)

EVENT, SUBJECT = "counters.check", "all"
STRETCH = 40  # batches: a few seconds


def begin_check(now: datetime) -> bool:
    """Promises one night's check; False where the last one has not begun yet."""
    if outbox.waits(EVENT, SUBJECT):
        return False
    _promise(next(iter(TABLES)), 0, {}, now)
    return True


def check_stretch(table: str, after: int, found: Mapping[str, int], now: datetime) -> None:
    """A stretch of one table, and the promise of the next; ``found`` counts by counter."""
    wrong = Counter(found)
    for _ in range(STRETCH):
        batch = reconcile_batch(table, after)
        wrong.update(_said(batch))
        if batch.last is None:
            _go_on(table, wrong, now)
            return
        after = batch.last
    _promise(table, after, wrong, now)


def _go_on(table: str, wrong: Mapping[str, int], now: datetime) -> None:
    tables = list(TABLES)
    following = tables[tables.index(table) + 1 :]
    if following:
        _promise(following[0], 0, wrong, now)
    else:
        _tell(wrong, now)


def _said(batch: Batch) -> list[str]:
    for one in batch.wrong:
        log.warning("%s %s said %s, counted %s", one.counter, one.pk, one.said, one.should_say)
    return [one.counter for one in batch.wrong]


def _tell(wrong: Mapping[str, int], now: datetime) -> None:
    if not wrong:
        log.info("counters: all of them equal a recount")
        return
    names = ", ".join(f"{count} × {name}" for name, count in sorted(wrong.items()))
    log.error("counters: wrong, and mended: %s", names)
    notices.tell("counters", f"Counters were wrong and were mended: {names}.", now)


def _promise(table: str, after: int, wrong: Mapping[str, int], now: datetime) -> None:
    payload = {"table": table, "after": after, "found": dict(wrong)}
    outbox.record(EVENT, SUBJECT, payload=payload, now=now)
