"""A chip and the traces that leave it."""

from newsroom.demo.pictures.canvas import HEIGHT, WIDTH, Canvas, Point
from newsroom.demo.pictures.palette import mix


def circuit(c: Canvas) -> None:
    p = c.palette
    c.boxes([(0, 0, WIDTH, HEIGHT)], c.fade(p.mid, p.ink))
    x, y = c.rng.uniform(470, 730), c.rng.uniform(300, 370)
    _traces(c, x, y)
    c.halo(x, y, 430, p.glow, 0.4)
    c.dots_screen((0, 0, WIDTH, HEIGHT), p.light, 0.05)
    _parts(c, x, y)
    _chip(c, x, y)


def _traces(c: Canvas, x: float, y: float) -> None:
    p = c.palette
    data, lit, ends = "", "", []
    for side in (-1, 1):
        for i in range(9):
            offset = (i - 4) * 30
            for line, end in (_across(c, x, y, side, offset), _along(c, x, y, side, offset)):
                ends.append(end)
                if c.rng.random() < 0.22:
                    lit += line
                else:
                    data += line
    c.line(data, p.far, 5)
    c.line(lit, p.accent, 5)
    c.dots(ends, 10, mix(p.far, p.glow, 0.5))
    c.dots(ends, 5, p.ink)


def _across(c: Canvas, x: float, y: float, side: int, offset: float) -> tuple[str, Point]:
    first, bend = c.rng.uniform(40, 130), offset * c.rng.choice([0.6, 1, 1.2])
    end = x + side * (c.rng.uniform(330, 620) + abs(bend))
    start = f"M{x + side * 140:.0f} {y + offset:.0f}h{side * first:.0f}"
    return f"{start}l{side * abs(bend):.0f} {bend:.0f}H{end:.0f}", (end, y + offset + bend)


def _along(c: Canvas, x: float, y: float, side: int, offset: float) -> tuple[str, Point]:
    first, bend = c.rng.uniform(20, 60), offset * c.rng.choice([0.6, 1, 1.3])
    end = y + side * (c.rng.uniform(220, 340) + abs(bend))
    start = f"M{x + offset:.0f} {y + side * 140:.0f}v{side * first:.0f}"
    return f"{start}l{bend:.0f} {side * abs(bend):.0f}V{end:.0f}", (x + offset + bend, end)


def _parts(c: Canvas, x: float, y: float) -> None:
    """Small components where the board is free."""
    p = c.palette
    for _ in range(9):
        px, py = c.rng.uniform(40, 1100), c.rng.uniform(40, 600)
        if abs(px - x) < 250 and abs(py - y) < 230:
            continue
        w, h = c.rng.choice([(64, 34), (34, 64), (90, 44)])
        c.panel((px + 4, py + 6, w, h), 4, p.ink, 0.5)
        c.panel((px, py, w, h), 4, c.rng.choice([p.near, p.sun, p.accent]))
        c.boxes([(px + 6, py + 6, w - 12, 4)], p.light, 0.4)


def _chip(c: Canvas, x: float, y: float) -> None:
    p = c.palette
    c.panel((x - 128, y - 122, 276, 276), 12, p.ink, 0.6)
    pins = [(x - 146, y + (i - 4) * 30 - 6, 292, 12) for i in range(9)]
    pins += [(x + (i - 4) * 30 - 6, y - 146, 12, 292) for i in range(9)]
    c.boxes(pins, mix(p.light, p.sun, 0.4))
    c.panel((x - 132, y - 132, 264, 264), 12, p.near)
    c.panel((x - 86, y - 86, 172, 172), 6, c.fade(p.glow, p.accent))
    grid = [(x - 76 + 39 * i, y - 76 + 39 * j, 34, 34) for i in range(4) for j in range(4)]
    c.boxes(c.rng.sample(grid, 10), p.ink, 0.3)
    c.boxes(c.rng.sample(grid, 3), p.light, 0.7)
    c.dots([(x - 110, y - 110)], 7, p.accent)
