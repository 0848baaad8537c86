"""A value as a cell that no spreadsheet runs."""

from typing import Any

# With one of these first, a spreadsheet takes a text for a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def cell(value: Any) -> Any:
    """A number stays one; a text that would be a formula is told to be text."""
    if isinstance(value, str) and value.startswith(FORMULA):
        return f"'{value}"
    return value
