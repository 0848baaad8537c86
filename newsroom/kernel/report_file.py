"""A report as JSON lines, written as its notes come: there may be more than memory holds."""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

Tell = Callable[[Mapping[str, Any]], None]


class Unwritable(Exception):
    """The report cannot be written there; its text says where and why."""


@contextmanager
def notes_into(path: str | None) -> Iterator[Tell | None]:
    """None without a path. Raises Unwritable before anything else is done."""
    if not path:
        yield None
        return
    with ExitStack() as stack:
        try:
            file = stack.enter_context(Path(path).open("w", encoding="utf-8"))
        except OSError as error:
            raise Unwritable(f"{path}: {error.strerror}") from None
        yield lambda note: print(json.dumps(note, ensure_ascii=False), file=file)
