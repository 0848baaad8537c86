"""bulk_rows: many rows of a plain table in one statement, past the objects of the ORM: for tables
that have a row or a hundred an article, these cost more than all the rest of indexing it.

Written by hand, with placeholders for all values; names of tables and columns are the models' own.
"""

from collections.abc import Sequence
from typing import Any

from django.db import connection, models


def insert(model: type[models.Model], names: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Inserts ``rows`` of the fields ``names``, in the caller's transaction. Values as the
    database has them: JSON as text."""
    if not rows:
        return
    by_name = {field.name: field for field in model._meta.concrete_fields}
    fields = [by_name[name] for name in names]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in fields)
    head = f"INSERT INTO {quote(model._meta.db_table)} ({columns})"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # One array a column: the statement is as short for ten thousand rows as for one.
            arrays = ", ".join(f"%s::{field.db_type(connection)}[]" for field in fields)
            sql = f"{head} SELECT * FROM unnest({arrays})"  # noqa: S608
            cursor.execute(sql, [list(column) for column in zip(*rows, strict=True)])
        else:
            sql = f"{head} VALUES ({', '.join(['%s'] * len(fields))})"
            cursor.executemany(sql, rows)


def update(model: type[models.Model], names: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Sets the fields ``names`` of rows, each given as its new values and then its primary key."""
    by_name = {field.name: field for field in model._meta.concrete_fields}
    quote = connection.ops.quote_name
    changes = ", ".join(f"{quote(str(by_name[name].column))} = %s" for name in names)
    key = quote(str(model._meta.pk.column))
    sql = f"UPDATE {quote(model._meta.db_table)} SET {changes} WHERE {key} = %s"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.executemany(sql, rows)
