"""Rows by the million, as fast as the database takes them.

PostgreSQL gets them by COPY, with indexes built and foreign keys trusted afterwards; SQLite in one
transaction. ``settle`` then does what autovacuum does in the hours after: plans are those of a
database that has lived.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

CHUNK = 20_000


def load(like: Any, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """A row of ``like``'s model for each of ``rows``: their values in ``columns`` (attribute names,
    such as ``thread_id``), and those of ``like`` in all others. Values are of the database's own
    kinds; a model's ``id`` is one of the columns."""
    from django.db import connection

    fields = {field.attname: field for field in like._meta.concrete_fields}
    rest = [field for name, field in fields.items() if name not in columns]
    same = tuple(field.get_db_prep_save(getattr(like, field.attname), connection) for field in rest)
    names = [fields[name].column for name in columns] + [field.column for field in rest]
    quoted = ", ".join(f'"{name}"' for name in names)
    _put(like._meta.db_table, quoted, len(names), ((*row, *same) for row in rows))


def _put(table: str, quoted: str, width: int, rows: Iterator[tuple[Any, ...]]) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({quoted}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id))"
                           f" FROM {table}")  # fmt: skip
            return
        marks = ", ".join(["%s"] * width)
        while batch := [row for _, row in zip(range(CHUNK), rows, strict=False)]:
            cursor.executemany(f"INSERT INTO {table} ({quoted}) VALUES ({marks})", batch)


@contextmanager
def loading(*models: Any) -> Iterator[None]:
    """The tables' indexes go, and are built when all rows are there. What ``load`` gets meanwhile
    must refer to rows that exist: nothing looks."""
    from django.db import connection, transaction

    if connection.vendor != "postgresql":
        with transaction.atomic():
            yield
        return
    with connection.cursor() as cursor:
        indexes = _indexes(cursor, [model._meta.db_table for model in models])
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("SET maintenance_work_mem = '512MB'")
        for name in indexes:
            cursor.execute(f'DROP INDEX "{name}"')
        yield
        for definition in indexes.values():
            cursor.execute(definition)
        cursor.execute("RESET session_replication_role")


def _indexes(cursor: Any, tables: list[str]) -> dict[str, str]:
    """Those that hold no constraint: ``{name: CREATE INDEX …}``."""
    cursor.execute(
        "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = ANY(%s)"
        " AND indexname NOT IN (SELECT conname FROM pg_constraint)",
        [tables],
    )
    return dict(cursor.fetchall())


def settle() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
