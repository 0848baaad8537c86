"""A set of keys with a value each, on disk: a million ids must not live in memory."""

from __future__ import annotations

import sqlite3
from types import TracebackType


class DiskIndex:
    """Keys and values of one reading, in a temporary file that vanishes on close."""

    def __init__(self) -> None:
        # The empty name is SQLite's private temporary database: in memory while it is small.
        self._database = sqlite3.connect("", isolation_level=None)
        self._database.execute("PRAGMA journal_mode = OFF")
        self._database.execute("PRAGMA cache_size = -4096")
        self._database.execute(
            "CREATE TABLE seen (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID"
        )
        self._database.execute("BEGIN")

    def __enter__(self) -> DiskIndex:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def add(self, key: str, value: str = "") -> bool:
        """Store the pair unless the key is known; whether it was new."""
        row = (key, value)
        return self._database.execute("INSERT OR IGNORE INTO seen VALUES (?, ?)", row).rowcount > 0

    def get(self, key: str) -> str | None:
        row = self._database.execute("SELECT value FROM seen WHERE key = ?", (key,)).fetchone()
        return None if row is None else str(row[0])

    def close(self) -> None:
        self._database.close()
