"""reconcile: finds counters that differ from a recount, and comments that are missing from the
desk's queue or forgotten there, and mends both while traffic runs.

First a look without locks, a batch of rows a question. What differs there may only be a move in
flight, so it is counted once more with its row held. Every move takes that row before it ends, so
nothing it counts can change meanwhile. Rows are taken in the order of ``apply``: a comment, those
above it, the thread.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Model

from comments.models import Comment, Commenter, Thread
from comments.services.line_up import line_up
from comments.services.recount import QUEUE, counted, kept
from comments.services.renew import renew

BATCH = 500
TABLES: dict[str, type[Model]] = {"comment": Comment, "commenter": Commenter, "thread": Thread}


@dataclass(frozen=True)
class Wrong:
    """One counter that was not what it counts."""

    counter: str
    pk: int
    said: Any
    should_say: Any


@dataclass(frozen=True)
class Batch:
    """``last``: the key to go on after; None at the end of the table."""

    table: str
    looked_at: int
    wrong: Sequence[Wrong]
    last: int | None


def reconcile(*, mend: bool = True) -> Iterator[Batch]:
    """All tables from end to end. Without ``mend`` nothing is written."""
    for table in TABLES:
        after: int | None = 0
        while after is not None:
            batch = reconcile_batch(table, after, mend=mend)
            yield batch
            after = batch.last


def reconcile_batch(table: str, after: int, *, mend: bool = True) -> Batch:
    """The next rows of one table after the key ``after``."""
    model = TABLES[table]
    rows = model._default_manager.filter(pk__gt=after).order_by("pk")
    pks = list(rows.values_list("pk", flat=True)[:BATCH])
    wrong = [found for pk in _suspects(model, pks) for found in _settle(model, pk, mend)]
    return Batch(table, len(pks), wrong, pks[-1] if len(pks) == BATCH else None)


def _suspects(model: type[Model], pks: Sequence[int]) -> list[int]:
    said, true = kept(model, pks), counted(model, pks)
    return [pk for pk in pks if said.get(pk) != true.get(pk)]


def _settle(model: type[Model], pk: int, mend: bool) -> list[Wrong]:
    """Counts again with the row held; a comment's place changes the count of the one above it."""
    found: list[Wrong] = []
    with transaction.atomic():
        above: int | None = pk
        while above is not None:
            wrong = _held(model, above, mend)
            found += wrong
            moved = any(one.counter == "comment.listed" for one in wrong)
            above = _parent(above) if mend and moved else None
        if mend and found:
            _renew(model, pk)
    return found


def _held(model: type[Model], pk: int, mend: bool) -> list[Wrong]:
    if model._default_manager.select_for_update().filter(pk=pk).first() is None:
        return []
    said, true = kept(model, [pk])[pk], counted(model, [pk])[pk]
    name = model._meta.model_name
    wrong = {field: value for field, value in true.items() if said[field] != value}
    if mend and wrong:
        _mend(model, pk, wrong)
    return [Wrong(f"{name}.{field}", pk, said[field], value) for field, value in wrong.items()]


def _mend(model: type[Model], pk: int, wrong: dict[str, Any]) -> None:
    columns = {field: value for field, value in wrong.items() if field != QUEUE}
    if columns:
        model._default_manager.filter(pk=pk).update(**columns)
    if QUEUE in wrong:
        line_up(pk)


def _parent(pk: int) -> int | None:
    return Comment.objects.values_list("parent_id", flat=True).get(pk=pk)


def _renew(model: type[Model], pk: int) -> None:
    """Readers were shown the wrong figure: their pages get new bytes."""
    mine: dict[type[Model], Any] = {Comment: {"comments": pk}, Thread: {"pk": pk}}
    if model in mine:
        for thread in Thread.objects.filter(**mine[model]).values_list("pk", flat=True):
            renew(thread)
