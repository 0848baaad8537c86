"""A night train on a viaduct."""

from newsroom.demo.pictures import backdrop
from newsroom.demo.pictures.canvas import Canvas
from newsroom.demo.pictures.palette import mix

RAIL = 400


def train(c: Canvas) -> None:
    p = c.palette
    backdrop.night(c)
    backdrop.moon(c, c.rng.uniform(180, 1020), c.rng.uniform(100, 190), c.rng.uniform(44, 66))
    backdrop.peaks(c, 450, 270, mix(p.far, p.mid, 0.3))
    backdrop.peaks(c, 500, 180, p.mid)
    backdrop.hills(c, 560, 26, p.near)
    _viaduct(c)
    _coaches(c, c.rng.uniform(-120, 40))
    backdrop.hills(c, 650, 20, p.ink)


def _viaduct(c: Canvas) -> None:
    p = c.palette
    stone = mix(p.far, p.glow, 0.35)
    holes = "".join(f"M{x} 680V500a60 60 0 0 1 120 0V680z" for x in range(20, 1200, 150))
    c.path(f"M0 {RAIL + 10}H1200V680H0z{holes}", c.fade(stone, p.near), 1)
    for x in range(20, 1200, 150):
        c.path(f"M{x} 680V500a60 60 0 0 1 120 0V680z", c.fade(p.near, p.ink), 0.85)
    c.boxes([(0, RAIL + 6, 1200, 14)], mix(stone, p.light, 0.3))
    c.boxes([(0, RAIL + 2, 1200, 4)], p.ink)


def _coaches(c: Canvas, start: float) -> None:
    p = c.palette
    for i in range(4):
        x = start + i * 268
        c.panel((x, RAIL - 84, 258, 78), 10, p.ink)
        c.boxes([(x, RAIL - 34, 258, 10)], p.accent)
        for k in range(6):
            lit = c.rng.random() < 0.75
            c.panel((x + 16 + k * 40, RAIL - 70, 28, 26), 4, p.sun if lit else p.near)
        c.dots(
            [(x + 40, RAIL - 3), (x + 70, RAIL - 3), (x + 190, RAIL - 3), (x + 220, RAIL - 3)],
            7,
            p.ink,
        )
    nose = start + 4 * 268
    c.path(
        f"M{nose:.0f} {RAIL - 84}h110q70 4 86 60q4 18 -16 18H{nose:.0f}z", mix(p.accent, p.ink, 0.2)
    )
    c.path(f"M{nose + 108:.0f} {RAIL - 72}q46 4 58 34h-58z", p.light, 0.9)
    c.boxes([(nose, RAIL - 34, 186, 10)], p.light)
    beam = c.fade(p.sun, p.sun, clear=(0.7, 0), across=True)
    c.shape(
        [(nose + 190, RAIL - 30), (1400, RAIL - 130), (1400, RAIL + 20), (nose + 190, RAIL - 12)],
        beam,
    )
