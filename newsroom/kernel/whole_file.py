"""A file for its owner alone, that is there whole or not at all."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO


@contextmanager
def whole_file(out: Path) -> Iterator[BinaryIO]:
    """Takes its name when the block ends well, and is on the disk then. Raises OSError, of which
    FileExistsError says that ``out`` is there already; nothing is left behind."""
    if out.exists():
        raise FileExistsError(17, "exists already: name a new file")
    draft = out.with_name(f"{out.name}.{secrets.token_hex(4)}.part")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        draft.rename(out)
    finally:
        draft.unlink(missing_ok=True)
