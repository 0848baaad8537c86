"""An observatory under a turning sky."""

import math

from newsroom.demo.pictures import backdrop
from newsroom.demo.pictures.canvas import Canvas
from newsroom.demo.pictures.palette import mix


def stars(c: Canvas) -> None:
    p = c.palette
    backdrop.night(c, 120)
    x = c.rng.uniform(300, 900)
    _trails(c, x, 250)
    backdrop.peaks(c, 560, 150, mix(p.far, p.mid, 0.4))
    backdrop.hills(c, 560, 30, p.mid)
    backdrop.hills(c, 610, 18, p.near)
    _dome(c, c.rng.choice([330, 600, 860]))
    backdrop.hills(c, 655, 12, p.ink)


def _trails(c: Canvas, x: float, y: float) -> None:
    """Arcs round a pole, as a long exposure shows them."""
    p = c.palette
    shades: dict[str, str] = {p.light: "", p.glow: "", p.sun: ""}
    for ring in range(34):
        r = 26 + ring * 21
        start = c.rng.uniform(0, 6.3)
        end = start + c.rng.uniform(0.5, 1.5)
        ax, ay = x + r * math.cos(start), y + r * math.sin(start)
        bx, by = x + r * math.cos(end), y + r * math.sin(end)
        arc = f"M{ax:.0f} {ay:.0f}A{r} {r} 0 0 1 {bx:.0f} {by:.0f}"
        shades[c.rng.choice([p.light, p.glow, p.glow, p.sun])] += arc
    for colour, data in shades.items():
        c.line(data, colour, 2.6, 0.7)
    c.dots([(x, y)], 4, p.light)


def _dome(c: Canvas, x: float) -> None:
    p = c.palette
    c.halo(x, 470, 260, p.glow, 0.35)
    shell = c.fade(p.light, mix(p.light, p.mid, 0.6), across=True)
    c.boxes([(x - 130, 500, 260, 110)], shell)
    c.boxes([(x - 142, 492, 284, 18)], mix(p.light, p.mid, 0.35))
    c.path(f"M{x - 130} 494a130 126 0 0 1 260 0z", shell)
    c.path(f"M{x - 6} 370q44 4 78 60l-46 64h-44z", p.ink)
    c.line(f"M{x + 10} 470L{x + 74} 372", p.sun, 26)
    c.line(f"M{x + 66} 384L{x + 78} 366", p.accent, 34)
    c.boxes([(x - 84, 546, 34, 64)], p.ink)
    c.boxes([(x + 10, 540, 26, 26), (x + 60, 540, 26, 26)], p.sun)
