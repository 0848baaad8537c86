"""Gantry cranes and a container ship against a low sun."""

from newsroom.demo.pictures import backdrop
from newsroom.demo.pictures.canvas import Canvas
from newsroom.demo.pictures.palette import mix

WATERLINE = 470


def harbour(c: Canvas) -> None:
    p = c.palette
    light = c.rng.uniform(260, 940)
    backdrop.sky(c, WATERLINE)
    backdrop.sun(c, light, c.rng.uniform(250, 370), c.rng.uniform(70, 110))
    backdrop.clouds(c, 200, 3)
    backdrop.hills(c, 440, 22, mix(p.far, p.glow, 0.35))
    for x in (90, 250) if c.rng.random() < 0.5 else (860, 1010):
        _crane(c, x, c.rng.uniform(0.85, 1.1), mix(p.mid, p.far, 0.4))
    backdrop.water(c, WATERLINE, light)
    _ship(c, c.rng.uniform(280, 420), c.rng.choice([6, 7, 8]))
    _quay(c)
    backdrop.birds(c, c.rng.uniform(300, 900), 170)


def _crane(c: Canvas, x: float, size: float, colour: str) -> None:
    top, foot = WATERLINE - 260 * size, WATERLINE + 4
    c.boxes([(x, top, 10, foot - top), (x + 80 * size, top, 10, foot - top)], colour)
    c.boxes([(x - 90 * size, top, 300 * size, 12), (x, top + 120 * size, 90 * size, 8)], colour)
    mast = f"M{x - 80 * size:.0f} {top:.0f}L{x + 40 * size:.0f} {top - 80 * size:.0f}"
    c.line(
        f"{mast}L{x + 200 * size:.0f} {top:.0f}M{x + 40 * size:.0f} {top:.0f}v{-80 * size:.0f}",
        colour,
        5,
    )
    c.line(f"M{x + 150 * size:.0f} {top:.0f}v{70 * size:.0f}", colour, 2.5)
    c.boxes([(x + 128 * size, top + 70 * size, 44 * size, 20 * size)], c.palette.accent)


def _ship(c: Canvas, x: float, columns: int) -> None:
    p = c.palette
    deck, box = 440, 62
    colours = [p.accent, p.light, p.sun, p.far, mix(p.accent, p.ink, 0.45)]
    for column in range(columns):
        for row in range(c.rng.choice([1, 2, 3, 3])):
            place = (x + 70 + column * (box + 3), deck - 30 * (row + 1), box, 28)
            c.boxes([place], c.rng.choice(colours))
    length = 180 + columns * (box + 3)
    bridge = x + length - 90
    c.boxes([(bridge, deck - 120, 60, 120), (bridge - 12, deck - 132, 84, 16)], p.light)
    c.boxes([(bridge + 6, deck - 108 + 22 * i, 48, 8) for i in range(4)], p.near)
    c.boxes([(bridge + 34, deck - 166, 22, 36)], p.accent)
    hull = [
        (x, deck - 4),
        (x + length, deck - 4),
        (x + length - 14, deck + 62),
        (x + 44, deck + 62),
    ]
    c.shape(hull, p.ink)
    c.boxes([(x + 37, deck + 48, length - 48, 14)], p.accent)
    c.boxes(
        [(x + 60, deck + 66, length - 120, 5), (x + 110, deck + 78, length - 260, 4)], p.ink, 0.35
    )


def _quay(c: Canvas) -> None:
    p = c.palette
    c.shape([(0, 610), (420, 622), (520, 675), (0, 675)], p.ink)
    c.boxes([(60, 584, 16, 30), (190, 588, 16, 30), (320, 592, 16, 30)], p.ink)
    c.boxes([(54, 578, 28, 9), (184, 582, 28, 9), (314, 586, 28, 9)], p.accent)
