"""Ridges in mist above a lake."""

from newsroom.demo.pictures import backdrop
from newsroom.demo.pictures.canvas import Canvas
from newsroom.demo.pictures.palette import mix


def mountains(c: Canvas) -> None:
    p = c.palette
    light = c.rng.uniform(250, 950)
    backdrop.sky(c, 470)
    backdrop.sun(c, light, c.rng.uniform(150, 260), c.rng.uniform(60, 95))
    backdrop.clouds(c, 180, 3)
    _range(c, 470, 280, mix(p.far, p.glow, 0.5), 0.55)
    _mist(c, 400)
    _range(c, 490, 215, p.far, 0.85)
    _mist(c, 440)
    backdrop.peaks(c, 510, 130, p.mid)
    _mist(c, 470)
    backdrop.water(c, 500, light)
    _pines(c, -30, 420, 16)
    _pines(c, 820, 1230, 16)


def _range(c: Canvas, base: float, height: float, colour: str, snow: float) -> None:
    summits = backdrop.peaks(c, base, height, colour)
    for x, y in summits:
        h = (base - y) * 0.24
        cap = [(x, y), (x + h * 0.55, y + h), (x + h * 0.25, y + h * 0.72), (x, y + h * 1.1),
               (x - h * 0.22, y + h * 0.74), (x - h * 0.5, y + h)]  # fmt: skip
        c.shape(cap, c.palette.light, snow)


def _mist(c: Canvas, top: float) -> None:
    light = c.palette.light
    c.boxes([(0, top, 1200, 100)], c.fade(light, light, clear=(0, 0.38)))


def _pines(c: Canvas, start: float, end: float, count: int) -> None:
    """Trees that grow taller towards the sheet's edge, so the lake opens in the middle."""
    data = ""
    for _ in range(count):
        x = c.rng.uniform(start, end)
        tall = 70 + 200 * abs(x - 600) / 600 * c.rng.uniform(0.7, 1.1)
        foot = 680 + c.rng.uniform(-14, 10)
        for tier in range(3):
            w, top = tall * (0.1 + 0.055 * tier), foot - tall + tall * 0.24 * tier
            data += f"M{x:.0f} {top:.0f}l{w:.0f} {tall * 0.4:.0f}h{-2 * w:.0f}z"
    c.path(data, c.palette.ink)
