"""A chamber of seats seen from above, coloured by party."""

import math

from newsroom.demo.pictures.canvas import HEIGHT, WIDTH, Canvas, Point
from newsroom.demo.pictures.palette import mix


def parliament(c: Canvas) -> None:
    p = c.palette
    c.boxes([(0, 0, WIDTH, HEIGHT)], c.fade(p.mid, p.ink))
    c.shape([(600, -160), (1200, 675), (0, 675)], c.fade(p.glow, p.glow, clear=(0.4, 0.02)))
    c.dots_screen((0, 0, WIDTH, HEIGHT), p.light, 0.06)
    parties = [p.accent, p.light, p.sun, p.far, mix(p.accent, p.glow, 0.5)]
    c.rng.shuffle(parties)
    _seats(c, parties, _borders(c, len(parties)))
    _desk(c)


def _borders(c: Canvas, parties: int) -> list[float]:
    """Where one party's share of the half circle ends, as fractions of it."""
    shares = [c.rng.uniform(0.5, 1.7) for _ in range(parties)]
    return [sum(shares[: i + 1]) / sum(shares) for i in range(parties)]


def _seats(c: Canvas, parties: list[str], borders: list[float]) -> None:
    rows: list[list[Point]] = [[] for _ in parties]
    empty: list[Point] = []
    for row in range(8):
        radius, count = 190 + row * 48, 19 + row * 5
        for seat in range(count):
            share = seat / (count - 1)
            angle = math.pi * (1 - share)
            spot = (600 + radius * math.cos(angle) * 1.06, 610 - radius * math.sin(angle))
            party = next(i for i, end in enumerate(borders) if share <= end + 1e-9)
            (empty if c.rng.random() < 0.06 else rows[party]).append(spot)
    for spots, colour in zip(rows, parties, strict=True):
        c.dots([(x + 3, y + 5) for x, y in spots], 14.5, c.palette.ink, 0.4)
        c.dots(spots, 14.5, colour)
    c.dots(empty, 13, c.palette.near)


def _desk(c: Canvas) -> None:
    p = c.palette
    c.path("M470 675a130 130 0 0 1 260 0z", p.near)
    c.path("M500 675a100 100 0 0 1 200 0z", p.ink)
    c.circle(600, 620, 17, p.light)
    c.path("M572 675a28 34 0 0 1 56 0z", p.accent)
