"""A sheet of 1200 × 675 units that collects shapes and writes them as one SVG."""

from collections.abc import Iterable
from random import Random

from newsroom.demo.pictures.palette import Palette

WIDTH, HEIGHT = 1200, 675

Point = tuple[float, float]
Box = tuple[float, float, float, float]


def number(value: float) -> str:
    """One decimal is finer than a screen shows at this size, and keeps the file small."""
    return f"{value:.1f}".removesuffix(".0")


def outline(points: Iterable[Point]) -> str:
    """Path data through the points, closed."""
    return "M" + "L".join(f"{number(x)} {number(y)}" for x, y in points) + "z"


class Canvas:
    """Shapes in painting order. Same-coloured ones go together into one path, for size."""

    def __init__(self, rng: Random, palette: Palette) -> None:
        self.rng = rng
        self.palette = palette
        self._defs: list[str] = []
        self._shapes: list[str] = []

    def fade(
        self, start: str, end: str, *, clear: tuple[float, float] = (1, 1), across: bool = False
    ) -> str:
        """A linear gradient to fill with; `clear` gives the opacity at both ends."""
        name = f"g{len(self._defs)}"
        axis = 'x2="1" y2="0"' if across else 'x2="0" y2="1"'
        stops = self._stops(start, end, clear)
        self._defs.append(f'<linearGradient id="{name}" {axis}>{stops}</linearGradient>')
        return f"url(#{name})"

    def halo(self, x: float, y: float, r: float, colour: str, strength: float = 0.6) -> None:
        """Light that falls off from a centre."""
        name = f"g{len(self._defs)}"
        stops = self._stops(colour, colour, (strength, 0))
        self._defs.append(f'<radialGradient id="{name}">{stops}</radialGradient>')
        self.circle(x, y, r, f"url(#{name})")

    def dots_screen(self, box: Box, colour: str, opacity: float = 0.1) -> None:
        """A printer's halftone: the one texture all pictures share."""
        name = f"g{len(self._defs)}"
        self._defs.append(
            f'<pattern id="{name}" width="10" height="10" patternUnits="userSpaceOnUse" '
            f'patternTransform="rotate(32)"><circle cx="5" cy="5" r="2" fill="{colour}"/></pattern>'
        )
        self.boxes([box], f"url(#{name})", opacity)

    def boxes(self, boxes: Iterable[Box], fill: str, opacity: float = 1) -> None:
        """Rectangles (x, y, width, height)."""
        data = "".join(
            f"M{number(x)} {number(y)}h{number(w)}v{number(h)}h{number(-w)}z"
            for x, y, w, h in boxes
        )
        self.path(data, fill, opacity)

    def shape(self, points: Iterable[Point], fill: str, opacity: float = 1) -> None:
        self.path(outline(points), fill, opacity)

    def path(self, data: str, fill: str, opacity: float = 1) -> None:
        if data:
            self._add(f'<path d="{data}" fill="{fill}"', opacity)

    def line(
        self, data: str, colour: str, width: float, opacity: float = 1, *, dashes: str = ""
    ) -> None:
        dash = f' stroke-dasharray="{dashes}"' if dashes else ""
        start = f'<path d="{data}" fill="none" stroke="{colour}" stroke-width="{number(width)}"'
        self._add(f"{start}{dash}", opacity)

    def dots(self, points: Iterable[Point], r: float, colour: str, opacity: float = 1) -> None:
        """Many discs of one size: strokes without length, a fifth of the bytes of circles."""
        data = "".join(f"M{number(x)} {number(y)}h0" for x, y in points)
        if data:
            self.line(data, colour, 2 * r, opacity)

    def circle(self, x: float, y: float, r: float, fill: str, opacity: float = 1) -> None:
        self.oval(x, y, r, r, fill, opacity)

    def oval(self, x: float, y: float, rx: float, ry: float, fill: str, opacity: float = 1) -> None:
        place = f'cx="{number(x)}" cy="{number(y)}" rx="{number(rx)}" ry="{number(ry)}"'
        self._add(f'<ellipse {place} fill="{fill}"', opacity)

    def panel(self, box: Box, r: float, fill: str, opacity: float = 1) -> None:
        """A rectangle with round corners."""
        x, y, w, h = map(number, box)
        place = f'x="{x}" y="{y}" width="{w}" height="{h}" rx="{number(r)}"'
        self._add(f'<rect {place} fill="{fill}"', opacity)

    def svg(self, width: int, height: int) -> str:
        head = (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
            f'viewBox="0 0 {WIDTH} {HEIGHT}" preserveAspectRatio="xMidYMid slice" '
            'stroke-linecap="round" stroke-linejoin="round">'
        )
        return f"{head}<defs>{''.join(self._defs)}</defs>{''.join(self._shapes)}</svg>\n"

    def _add(self, start: str, opacity: float) -> None:
        ending = f' opacity="{opacity:.2f}"' if opacity < 1 else ""
        self._shapes.append(f"{start}{ending}/>")

    @staticmethod
    def _stops(start: str, end: str, clear: tuple[float, float]) -> str:
        return (
            f'<stop stop-color="{start}" stop-opacity="{clear[0]}"/>'
            f'<stop offset="1" stop-color="{end}" stop-opacity="{clear[1]}"/>'
        )
