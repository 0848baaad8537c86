"""Prices as a landscape: columns, a curve up or down, and the sun that it is heading for."""

from newsroom.demo.pictures.canvas import HEIGHT, WIDTH, Canvas, Point, outline
from newsroom.demo.pictures.palette import mix


def chart(c: Canvas) -> None:
    _prices(c, rising=True)


def slump(c: Canvas) -> None:
    _prices(c, rising=False)


def _prices(c: Canvas, *, rising: bool) -> None:
    p = c.palette
    c.boxes([(0, 0, WIDTH, HEIGHT)], c.fade(p.ink, p.mid))
    values = _walk(c, 13, rising)
    _grid(c)
    end_x, end_y = values[-1]
    c.halo(end_x - 60, end_y, 330, p.sun, 0.4)
    c.circle(end_x - 60, end_y, c.rng.uniform(90, 125), p.sun)
    c.dots_screen((0, 0, WIDTH, HEIGHT), p.light, 0.06)
    _columns(c, values)
    _curve(c, values)


def _walk(c: Canvas, steps: int, rising: bool) -> list[Point]:
    start, end = (470, 170) if rising else (170, 450)
    points: list[Point] = []
    for i in range(steps):
        trend = start + (end - start) * (i / (steps - 1)) ** 1.3
        points.append((90 + i * 85, trend + c.rng.uniform(-48, 48)))
    return points


def _grid(c: Canvas) -> None:
    across = "".join(f"M0 {y}H{WIDTH}" for y in range(85, HEIGHT, 85))
    c.line(across, c.palette.light, 1, 0.13, dashes="2 9")


def _columns(c: Canvas, values: list[Point]) -> None:
    p = c.palette
    paint = c.fade(mix(p.far, p.glow, 0.35), p.near)
    backs = []
    for x, y in values:
        top = y + c.rng.uniform(70, 130)
        backs.append((x - 27, top, 54, HEIGHT - top))
    c.boxes(backs, paint, 0.9)
    c.boxes([(x, y, 9, h) for x, y, _, h in backs], p.light, 0.16)
    picked = backs[c.rng.randrange(4, 11)]
    c.boxes([picked], p.accent)


def _curve(c: Canvas, values: list[Point]) -> None:
    p = c.palette
    before = (-40.0, values[0][1] + 30)
    data = outline([before, *values]).removesuffix("z")
    c.line(data, p.ink, 16, 0.35)
    c.line(data, p.light, 8)
    c.dots(values, 10, p.light)
    c.dots(values, 5, p.ink)
    c.dots(values[-1:], 17, p.accent)
    c.dots(values[-1:], 7, p.light)
