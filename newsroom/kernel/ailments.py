"""What is wrong at this moment, as each part of the house says it: ``doctor``, ``/readyz``."""

from collections.abc import Callable, Iterable
from datetime import datetime

Look = Callable[[datetime], Iterable[str]]

LOOKS: dict[str, Look] = {}
"""Doctor's: may take a second."""
ALARMS: dict[str, Look] = {}
"""Of those, what somebody should be woken for; cheap, as a prober asks every few seconds."""

Page = Callable[[str, datetime], Iterable[str]]
PAGES: list[Page] = []
"""Looks at a publisher's page, named by its address or a file."""


def register(name: str, look: Look, *, alarm: bool = False) -> None:
    LOOKS[name] = look
    if alarm:
        ALARMS[name] = look
