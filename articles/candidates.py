"""Articles that share signature terms with another: the one join-and-sum, the same on SQLite and
PostgreSQL. Written by hand because the ORM cannot join a list of values; values are parameters."""

from collections.abc import Mapping
from typing import Any

from django.db import connection

MOST = 150


def candidates(
    site: int, article: int, signature: Mapping[int, float], most: int = MOST
) -> list[int]:
    """Primary keys of at most ``most`` articles of the site, those sharing most first."""
    if not signature:
        return []
    asked = ", ".join(["(%s, %s)"] * len(signature))
    sql = f"""
        WITH asked (term, weight) AS (VALUES {asked})
        SELECT found.article_id
        FROM asked JOIN articles_articleterm AS found
          ON found.site_id = %s AND found.term = asked.term
        WHERE found.article_id <> %s
        GROUP BY found.article_id
        ORDER BY SUM(found.weight * asked.weight) DESC, found.article_id DESC
        LIMIT %s
    """  # noqa: S608 (only placeholders are put together)
    values: list[Any] = [value for pair in signature.items() for value in pair]
    with connection.cursor() as cursor:
        cursor.execute(sql, [*values, site, article, most])
        return [row[0] for row in cursor.fetchall()]
