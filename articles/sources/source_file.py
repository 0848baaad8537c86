"""The bytes of a file, unpacked when gzipped, with a position for the progress bar."""

from __future__ import annotations

import gzip
import zlib
from io import BufferedReader
from pathlib import Path
from types import TracebackType

from articles.sources.record import SourceError

GZIP_MAGIC = b"\x1f\x8b"
# A text export shrinks 5 to 30 times. Small files may do far better (one long comment), so the
# ratio counts only past the first 64 MB, where it would begin to cost.
FREE_UNPACKED = 64 * 1024 * 1024
MAX_RATIO = 100
MAX_UNPACKED = 32 * 1024 * 1024 * 1024


class SourceFile:
    """A file open for reading from its start. Use as a context manager.

    Raises SourceError when it cannot be opened, is cut off inside gzip, or unpacks to far more
    than its size can honestly hold.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._raw = _open(path)
        self.total = path.stat().st_size
        self._unpacked = 0
        self.packed = self._raw.peek(2)[:2] == GZIP_MAGIC
        self._bytes = gzip.GzipFile(fileobj=self._raw) if self.packed else self._raw

    def __enter__(self) -> SourceFile:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._bytes.close()
        self._raw.close()

    def read(self, size: int) -> bytes:
        """At most `size` unpacked bytes; b"" at the end."""
        try:
            data = self._bytes.read(size)
        except EOFError:
            raise SourceError("the gzip file is cut off: fetch it again") from None
        except (gzip.BadGzipFile, zlib.error) as error:
            raise SourceError(f"the gzip file is damaged ({error})") from None
        except OSError as error:
            raise SourceError(f"cannot read {self.path.name}: {error.strerror}") from None
        self._guard(len(data))
        return data

    def position(self) -> tuple[int, int]:
        """(bytes read of the file as it lies on disk, its size)."""
        return (self.total if self._raw.closed else min(self._raw.tell(), self.total), self.total)

    def _guard(self, size: int) -> None:
        self._unpacked += size
        if not self.packed or self._unpacked <= FREE_UNPACKED:
            return
        if self._unpacked > MAX_UNPACKED or self._unpacked > MAX_RATIO * self._raw.tell():
            raise SourceError(
                f"the gzip file unpacks to more than {MAX_RATIO} times its size: "
                "unpack it yourself if you trust it"
            )


def _open(path: Path) -> BufferedReader:
    if path.exists() and not path.is_file():  # a pipe could be read once only
        raise SourceError(f"{path.name} is not a file")
    try:
        return path.open("rb")
    except OSError as error:
        raise SourceError(f"cannot open {path.name}: {error.strerror}") from None
