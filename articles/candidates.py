"""Articles that share signature terms with another: the one join-and-sum, the same on SQLite and
PostgreSQL. Written by hand because the ORM cannot join a list of values; values are parameters."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import connection

MOST = 150
Span = tuple[datetime, datetime]


def candidates(
    site: int,
    article: int,
    signature: Mapping[int, float],
    most: int = MOST,
    span: Span | None = None,
) -> list[int]:
    """Primary keys of at most ``most`` articles of the site, those sharing most first. ``span``:
    only those published from the one time to the other."""
    if not signature:
        return []
    asked = ", ".join(["(%s, %s)"] * len(signature))
    # Looked at after the sum: a site without limits pays nothing for it.
    within = (
        "JOIN articles_article AS other ON other.id = summed.article_id"
        " WHERE other.public_at BETWEEN %s AND %s"
    )
    sql = f"""
        WITH asked (term, weight) AS (VALUES {asked}),
        summed AS (
            SELECT found.article_id, SUM(found.weight * asked.weight) AS shared
            FROM asked JOIN articles_articleterm AS found
              ON found.site_id = %s AND found.term = asked.term
            WHERE found.article_id <> %s
            GROUP BY found.article_id
        )
        SELECT summed.article_id FROM summed {within if span else ""}
        ORDER BY summed.shared DESC, summed.article_id DESC
        LIMIT %s
    """  # noqa: S608 (only placeholders are put together)
    values: list[Any] = [value for pair in signature.items() for value in pair]
    values += [site, article]
    values += [connection.ops.adapt_datetimefield_value(moment) for moment in span or ()]
    with connection.cursor() as cursor:
        cursor.execute(sql, [*values, most])
        return [row[0] for row in cursor.fetchall()]
