"""One line of an export that has a JSON value on each."""

from __future__ import annotations

from typing import Any

from articles.sources.json_value import NotJson, json_value
from articles.sources.lines import Line
from comments.porting.readers.events import SourceError


def value_of(line: Line) -> Any:
    """The line's value; None for what is not JSON. Raises SourceError for a last line that was cut
    off."""
    try:
        return json_value(line.text)
    except NotJson as fault:
        if not line.ended:
            raise SourceError(f"the file is cut off ({fault})", line.number) from None
        return None
