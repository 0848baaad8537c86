"""Riders on a pass road."""

from newsroom.demo.pictures import backdrop
from newsroom.demo.pictures.canvas import Canvas
from newsroom.demo.pictures.palette import mix


def road(c: Canvas) -> None:
    p = c.palette
    backdrop.sky(c, 420)
    backdrop.sun(c, c.rng.uniform(180, 1020), c.rng.uniform(120, 220), c.rng.uniform(70, 110))
    backdrop.clouds(c, 170, 3)
    backdrop.peaks(c, 420, 260, mix(p.far, p.glow, 0.45))
    backdrop.peaks(c, 470, 170, p.far)
    c.path("M0 480Q340 380 700 440T1200 400V680H0z", p.mid)
    _hairpins(c)
    c.path("M0 600Q420 500 1200 590V680H0z", p.near)
    c.path("M0 640Q420 545 1200 628V680H0z", mix(p.light, p.far, 0.35))
    c.line("M0 664Q420 572 1200 652", p.light, 4, dashes="40 34")
    shirts = [p.accent, p.light, p.sun, p.accent, p.far]
    c.rng.shuffle(shirts)
    start = c.rng.uniform(120, 330)
    for i in range(c.rng.choice([3, 4, 5])):
        _rider(c, start + i * c.rng.uniform(150, 175), 0.95, shirts[i])


def _hairpins(c: Canvas) -> None:
    p = c.palette
    path = "M1200 560C900 580 620 520 560 505S700 480 840 470S700 450 640 444S760 428 800 420"
    c.line(path, p.light, 15, 0.85)
    c.line(path, p.mid, 2, 0.7, dashes="9 12")


def _rider(c: Canvas, x: float, size: float, shirt: str) -> None:
    p = c.palette
    y = 600 - 30 * (1 - ((x - 520) / 560) ** 2)
    s = size

    def at(dx: float, dy: float) -> str:
        return f"{x + dx * s:.0f} {y + dy * s:.0f}"

    c.oval(x + 6, y + 34 * s, 72 * s, 6 * s, p.ink, 0.3)
    r = f"{31 * s:.0f} {31 * s:.0f}"
    wheel = f"a{r} 0 1 0 {62 * s:.0f} 0a{r} 0 1 0 {-62 * s:.0f} 0"
    c.line(f"M{at(-73, 0)}{wheel}M{at(13, 0)}{wheel}", p.ink, 4)
    frame = f"M{at(-42, 0)}L{at(-22, -46)}L{at(30, -46)}L{at(2, 2)}zM{at(2, 2)}L{at(-24, -50)}"
    c.line(f"{frame}M{at(44, 0)}L{at(28, -56)}h{14 * s:.0f}", shirt, 4.5)
    skin = mix(p.ink, "#c98b62", c.rng.uniform(0.4, 0.9))
    bend = c.rng.choice([0, 1])
    c.line(f"M{at(-22, -60)}L{at(8, -34)}L{at(4 - 8 * bend, 12 - 20 * bend)}", skin, 11 * s)
    c.line(f"M{at(-22, -62)}L{at(2, -40)}", p.ink, 15 * s)
    c.line(f"M{at(14, -96)}L{at(26, -70)}L{at(40, -58)}", skin, 8 * s)
    c.line(f"M{at(-20, -66)}Q{at(-12, -98)} {at(14, -98)}", shirt, 24 * s)
    c.circle(x + 34 * s, y - 110 * s, 13 * s, skin)
    c.path(f"M{at(18, -112)}a17 15 0 0 1 34 -2z", p.ink)
