"""Who replies to whom, over a table of comments: every reply finds its parent or becomes a root.

All in SQL on disk, level by level, never by recursion: a thread may be 100,000 replies deep.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from comments.porting.readers.events import Changed, Notice, Skipped

# Ids are unique to a thread at least; an older comment of the same id is the likelier parent.
FIND_PARENTS = """
UPDATE comments SET up = (
    SELECT p.n FROM comments p WHERE p.id = comments.parent AND p.thread = comments.thread
    ORDER BY p.n LIMIT 1
) WHERE parent <> ''
"""
WITHOUT_THREAD = """
SELECT n, spot, id, thread FROM comments
WHERE n > ? AND thread NOT IN (SELECT key FROM threads) ORDER BY n LIMIT 500
"""
WITHOUT_PARENT = """
SELECT c.spot, c.id, c.parent,
       EXISTS (SELECT 1 FROM comments p WHERE p.id = c.parent) AS elsewhere
FROM comments c WHERE c.parent <> '' AND c.up IS NULL ORDER BY c.n
"""
# The plus keeps SQLite from walking through all that is not numbered yet, once for each level.
NEXT_LEVEL = """
UPDATE comments SET level = ? + 1
WHERE +level IS NULL AND up IN (SELECT n FROM comments WHERE level = ?)
"""


def settle(database: sqlite3.Connection) -> Iterator[Notice]:
    """Fill `up` (the parent's n) and `level` (0 at the top); tell what could not stay."""
    yield from _drop_threadless(database)
    database.execute(FIND_PARENTS)
    yield from _orphans(database)
    database.execute("CREATE INDEX by_parent ON comments (up)")
    database.execute("CREATE INDEX by_level ON comments (level, n)")
    _number(database)
    yield from _cut_circles(database)
    _number(database)


def _drop_threadless(database: sqlite3.Connection) -> Iterator[Skipped]:
    n = 0
    while rows := database.execute(WITHOUT_THREAD, (n,)).fetchall():
        for n, spot, id, thread in rows:
            database.execute("DELETE FROM comments WHERE n = ?", (n,))
            yield Skipped(spot, id, f"its thread is not in the file: {thread[:60]!r}")


def _orphans(database: sqlite3.Connection) -> Iterator[Changed]:
    for spot, id, parent, elsewhere in database.execute(WITHOUT_PARENT):
        reason = "its parent is in another thread" if elsewhere else "its parent is missing"
        yield Changed(spot, id, f"{reason}: {parent[:60]!r}; it stands at the top now")


def _number(database: sqlite3.Connection) -> None:
    """Give a level to everything that a root leads to."""
    database.execute("UPDATE comments SET level = 0 WHERE level IS NULL AND up IS NULL")
    level = 0
    while database.execute(NEXT_LEVEL, (level, level)).rowcount:
        level += 1


def _cut_circles(database: sqlite3.Connection) -> Iterator[Changed]:
    """What no root leads to hangs on a circle of replies; each is cut once, at its oldest.

    Every comment is stepped on once: a walk ends at what an earlier walk has marked.
    """
    for (start,) in database.execute("SELECT n FROM comments WHERE level IS NULL ORDER BY n"):
        entry = _walk_up(database, start)
        if entry is not None:
            n, spot, id = _oldest(database, entry)
            database.execute("UPDATE comments SET up = NULL WHERE n = ?", (n,))
            yield Changed(spot, id, "replies that answer each other in a circle: cut here")


def _walk_up(database: sqlite3.Connection, start: int) -> int | None:
    """A member of the circle that this walk closed, None if it met an earlier walk or a root."""
    n: int | None = start
    while n is not None:
        up, mark = database.execute("SELECT up, mark FROM comments WHERE n = ?", (n,)).fetchone()
        if mark is not None:
            return n if mark == start else None
        database.execute("UPDATE comments SET mark = ? WHERE n = ?", (start, n))
        n = up
    return None


def _oldest(database: sqlite3.Connection, entry: int) -> tuple[int, str, str]:
    """The member of a circle to stand at the top: by date, then by its place in the file."""
    query = "SELECT coalesce(created, ''), n, spot, id, up FROM comments WHERE n = ?"
    oldest = member = database.execute(query, (entry,)).fetchone()
    while member[4] != entry:
        member = database.execute(query, (member[4],)).fetchone()
        oldest = min(oldest, member)
    return oldest[1], oldest[2], oldest[3]
