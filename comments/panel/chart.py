"""A chart of stacked bars as numbers: the template draws it, and no script and no third party."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT, GAP = 720, 160, 4


@dataclass(frozen=True)
class Part:
    kind: str
    y: float
    height: float


@dataclass(frozen=True)
class Bar:
    x: float
    width: float
    label: str
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Chart:
    width: int
    height: int
    top: int
    bars: tuple[Bar, ...]


def stacked(rows: Sequence[tuple[str, Sequence[tuple[str, int]]]]) -> Chart:
    """``rows``: (label, ((kind, count), …)), each a bar; the highest fills the height."""
    top = max((sum(count for _, count in parts) for _, parts in rows), default=0)
    step = WIDTH / max(len(rows), 1)
    bars = tuple(
        Bar(round(at * step, 1), round(step - GAP, 1), label, _parts(parts, max(top, 1)))
        for at, (label, parts) in enumerate(rows)
    )
    return Chart(WIDTH, HEIGHT, top, bars)


def _parts(parts: Sequence[tuple[str, int]], top: int) -> tuple[Part, ...]:
    found, y = [], float(HEIGHT)
    for kind, count in parts:
        height = count / top * HEIGHT
        y -= height
        if count:
            found.append(Part(kind, round(y, 1), round(height, 1)))
    return tuple(found)
