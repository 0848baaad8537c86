"""A dam, and the pale ring that falling water leaves."""

from newsroom.demo.pictures import backdrop
from newsroom.demo.pictures.canvas import Canvas
from newsroom.demo.pictures.palette import mix


def reservoir(c: Canvas) -> None:
    p = c.palette
    backdrop.sky(c, 330)
    backdrop.sun(c, c.rng.uniform(200, 1000), c.rng.uniform(110, 200), c.rng.uniform(55, 85))
    backdrop.clouds(c, 150, 3)
    backdrop.peaks(c, 380, 200, mix(p.far, p.glow, 0.4))
    backdrop.hills(c, 350, 36, p.far)
    _basin(c, c.rng.uniform(395, 455))
    _dam(c)


def _basin(c: Canvas, level: float) -> None:
    p = c.palette
    c.path("M0 350C260 390 380 340 640 372S1050 350 1200 372V680H0z", mix(p.light, p.glow, 0.55))
    for i, share in enumerate((0.2, 0.4, 0.6)):
        y = 372 + (level - 372) * share * 1.3
        c.line(_shore(y), p.mid, 3, 0.3 + 0.1 * i)
    c.path(f"{_shore(level)}V680H0z", c.fade(mix(p.sky, p.far, 0.4), p.near))
    waves = [
        (c.rng.uniform(0, 1100), level + 24 + 13 * i, c.rng.uniform(60, 240), 2.5)
        for i in range(12)
    ]
    c.boxes(waves, p.light, 0.35)
    c.boxes([(210, level - 42, 10, 80), (250, level - 12, 8, 44)], p.ink)
    c.line(
        f"M215 {level - 40:.0f}l-24 -40M215 {level - 22:.0f}l34 -34M215 {level - 40:.0f}l10 -46",
        p.ink,
        5,
    )


def _shore(y: float) -> str:
    left = f"M0 {y:.0f}C260 {y + 34:.0f} 400 {y - 20:.0f} 640 {y + 8:.0f}"
    return f"{left}S1050 {y - 14:.0f} 1200 {y:.0f}"


def _dam(c: Canvas) -> None:
    p = c.palette
    face = c.fade(mix(p.light, p.far, 0.25), mix(p.far, p.near, 0.6))
    c.path("M420 505Q820 430 1230 470V690H560Q470 600 420 505z", face)
    joints = "".join(
        f"M{470 + i * 84} {497 - 28 * (1 - abs(i - 5) / 6):.0f}L{570 + i * 78} 690"
        for i in range(9)
    )
    c.line(joints, p.ink, 2, 0.3)
    c.line("M416 505Q820 428 1230 468", p.ink, 16)
    c.line("M416 494Q820 417 1230 457", p.light, 5)
    c.line("M640 560v130M700 552v140M760 546v140", p.light, 16, 0.8)
    c.boxes([(820, 392, 54, 68), (812, 384, 70, 12)], p.ink)
    c.boxes([(836, 412, 20, 22)], p.sun)
    for x in (500, 580, 960, 1060, 1150):
        c.boxes([(x, 412, 4, 54)], p.ink)
        c.dots([(x + 2, 410)], 7, p.sun)
