"""A comment export that can be read from start to end, more than once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from articles.sources.source_file import SourceFile
from comments.porting.readers.events import Event
from comments.porting.readers.tidy import tidied

OpenNamed = Callable[[str], SourceFile]
Reader = Callable[[Path, OpenNamed], Iterator[Event]]


class CommentSource:
    """One export, a file or a folder, in a known format.

    Store nothing before all of it was read: put the events in a `spool.Spool`, then write.
    """

    def __init__(self, path: Path, format: str, reader: Reader) -> None:
        self.path = path
        self.format = format
        self._reader = reader
        self._file: SourceFile | None = None
        self._behind = 0  # bytes of the files of a folder that have been read

    def events(self) -> Iterator[Event]:
        """Threads and comments, with a Skipped or Changed for all that was left out or altered.

        A thread may come after its comments. Raises SourceError when the file proves broken.
        """
        self._file, self._behind = None, 0
        return tidied(self._reader(self.path, self._open))

    def position(self) -> tuple[int, int]:
        """(bytes read, bytes in all) of the reading under way."""
        here = self._file.position()[0] if self._file else 0
        return self._behind + here, self._total()

    def _open(self, name: str) -> SourceFile:
        if self.path.is_dir() and self._file:
            self._behind += self._file.total
        self._file = SourceFile(self.path / name if self.path.is_dir() else self.path)
        return self._file

    def _total(self) -> int:
        if self.path.is_dir():
            return sum(file.stat().st_size for file in self.path.glob("*.csv"))
        return self.path.stat().st_size
