"""Curtains, a spotlight, a player."""

from newsroom.demo.pictures.canvas import HEIGHT, WIDTH, Canvas
from newsroom.demo.pictures.palette import mix


def stage(c: Canvas) -> None:
    p = c.palette
    c.boxes([(0, 0, WIDTH, HEIGHT)], c.fade(p.near, p.ink))
    x = c.rng.uniform(480, 720)
    c.circle(x, 330, 240, p.sun, 0.9)
    c.dots_screen((0, 0, WIDTH, 520), p.light, 0.07)
    c.boxes([(0, 520, WIDTH, 155)], c.fade(mix(p.far, p.sun, 0.3), p.near))
    light = c.fade(p.light, p.light, clear=(0.55, 0.08))
    c.shape([(x - 26, -20), (x + 26, -20), (x + 270, 600), (x - 270, 600)], light)
    c.oval(x, 590, 280, 46, p.light, 0.5)
    _cellist(c, x)
    _curtain(c, 0, 1)
    _curtain(c, WIDTH, -1)
    _valance(c)
    _audience(c)


def _cellist(c: Canvas, x: float) -> None:
    p = c.palette
    c.boxes([(x - 96, 470, 90, 14), (x - 92, 480, 10, 110), (x - 18, 480, 10, 110)], p.ink)
    c.path(f"M{x - 92:.0f} 480q-8 -120 40 -140q52 -4 56 60l-6 80z", p.near)
    c.line(f"M{x - 46:.0f} 476l96 6l14 110M{x - 50:.0f} 476l50 20l-16 96", p.near, 28)
    wood = mix(p.accent, "#7a3b17", 0.45)
    right_side = "q40 -22 58 16q-16 26 4 46q26 50 -8 78"
    c.path(f"M{x + 20:.0f} 400{right_side}q-50 26 -84 -16q-16 -44 14 -66q16 -26 16 -58z", wood)
    c.line(f"M{x + 46:.0f} 400L{x + 16:.0f} 268M{x + 32:.0f} 548l8 44", p.ink, 8)
    c.line(f"M{x - 70:.0f} 372l66 84l70 -2", p.near, 20)
    c.line(f"M{x - 40:.0f} 492L{x + 150:.0f} 440", p.light, 4)
    c.line(f"M{x - 10:.0f} 366l36 -30l-6 -30", p.near, 17)
    c.circle(x - 22, 306, 34, mix(p.ink, "#c98b62", 0.6))
    c.path(f"M{x - 58:.0f} 312q-6 -50 38 -46q36 2 32 40q-30 -22 -44 -10q4 30 -26 16z", p.ink)


def _curtain(c: Canvas, edge: float, side: int) -> None:
    p = c.palette
    for i in range(6):
        a, b = edge + side * i * 50, edge + side * (i + 1) * 50
        drop = 640 - i * 18
        colour = mix(p.accent, p.ink, 0.12 + 0.22 * (i % 2))
        fold = f"C{b + side * 24:.0f} 260 {b - side * 60:.0f} 420 {b - side * 40:.0f} {drop}"
        c.path(f"M{a:.0f} 0H{b:.0f}{fold}H{a:.0f}z", colour)
    c.line(f"M{edge:.0f} 440Q{edge + side * 150:.0f} 470 {edge + side * 250:.0f} 420", p.sun, 10)


def _valance(c: Canvas) -> None:
    p = c.palette
    c.boxes([(0, 0, WIDTH, 40)], mix(p.accent, p.ink, 0.25))
    scallops = "".join(f"M{x} 38a75 52 0 0 0 150 0z" for x in range(0, WIDTH, 150))
    c.path(scallops, mix(p.accent, p.ink, 0.25))
    c.line("".join(f"M{x} 40a75 52 0 0 0 150 0" for x in range(0, WIDTH, 150)), p.sun, 6)


def _audience(c: Canvas) -> None:
    heads, shoulders = [], ""
    for i in range(17):
        x, y = i * 74 + c.rng.uniform(-12, 12), 652 + c.rng.uniform(-8, 10)
        heads.append((x, y))
        shoulders += f"M{x - 44:.0f} 690q0 -34 44 -34t44 34z"
    c.path(shoulders, c.palette.ink)
    c.dots(heads, 21, c.palette.ink)
