"""A bench of glass before a round window."""

import math

from newsroom.demo.pictures.canvas import HEIGHT, WIDTH, Canvas
from newsroom.demo.pictures.palette import mix

BENCH = 540


def lab(c: Canvas) -> None:
    p = c.palette
    c.boxes([(0, 0, WIDTH, HEIGHT)], c.fade(p.mid, p.far))
    centre = c.rng.uniform(420, 780)
    c.circle(centre, 290, 262, p.glow)
    c.circle(centre, 290, 240, c.fade(mix(p.glow, p.light, 0.5), p.glow))
    _molecule(c, centre)
    c.dots_screen((0, 0, WIDTH, BENCH), p.light, 0.08)
    c.boxes([(0, BENCH, WIDTH, 200)], p.ink)
    c.boxes([(0, BENCH, WIDTH, 12)], mix(p.ink, p.far, 0.5))
    places = [130, 330, 560, 770, 1000]
    makers = [_flask, _rack, _round_flask, _cylinder, _microscope]
    c.rng.shuffle(makers)
    for x, make in zip(places, makers, strict=True):
        make(c, x + c.rng.uniform(-24, 24))


def _molecule(c: Canvas, x: float) -> None:
    """Six-rings joined at the edge, faint behind the glass."""
    p = c.palette
    for ring in range(4):
        cx, cy = x - 130 + 87 * ring, 200 + 50 * (ring % 2)
        corners = [
            (cx + 50 * math.sin(k * math.pi / 3), cy + 50 * math.cos(k * math.pi / 3))
            for k in range(6)
        ]
        data = "M" + "L".join(f"{a:.0f} {b:.0f}" for a, b in corners) + "z"
        c.line(data, p.mid, 5, 0.75)
        c.dots(c.rng.sample(corners, 3), 11, c.rng.choice([p.accent, p.mid]))


def _flask(c: Canvas, x: float) -> None:
    p = c.palette
    body = f"M{x - 22:.0f} 290V360L{x - 88:.0f} {BENCH}H{x + 88:.0f}L{x + 22:.0f} 360V290z"
    c.path(body, p.light, 0.45)
    c.path(f"M{x - 56:.0f} 444L{x - 88:.0f} {BENCH}H{x + 88:.0f}L{x + 56:.0f} 444z", p.accent)
    c.dots([(x - 20, 490), (x + 24, 470), (x + 6, 515)], 7, p.light, 0.6)
    c.panel((x - 32, 278, 64, 16), 8, p.light)


def _round_flask(c: Canvas, x: float) -> None:
    p = c.palette
    c.boxes([(x - 20, 270, 40, 120)], p.light, 0.45)
    c.circle(x, 456, 84, p.light, 0.45)
    c.path(f"M{x - 82:.0f} 470a84 84 0 0 0 164 0z", p.sun)
    c.circle(x - 34, 420, 14, p.light, 0.8)
    c.panel((x - 30, 260, 60, 16), 8, p.light)


def _cylinder(c: Canvas, x: float) -> None:
    p = c.palette
    fill = c.rng.uniform(330, 430)
    c.panel((x - 34, 220, 68, BENCH - 220), 10, p.light, 0.45)
    c.boxes([(x - 28, fill, 56, BENCH - fill - 6)], mix(p.accent, p.sun, 0.6))
    c.boxes([(x + 6, y, 28, 3) for y in range(250, 520, 26)], p.ink, 0.6)
    c.panel((x - 54, BENCH - 12, 108, 12), 4, p.light)


def _rack(c: Canvas, x: float) -> None:
    p = c.palette
    for i in range(4):
        left, level = x - 84 + i * 46, c.rng.uniform(410, 480)
        c.panel((left, 350, 30, 180), 15, p.light, 0.5)
        c.panel((left + 4, level, 22, 526 - level), 11, (p.accent, p.sun, p.mid, p.accent)[i])
    c.boxes([(x - 104, 440, 208, 14), (x - 104, BENCH - 14, 208, 14)], p.near)
    c.boxes([(x - 104, 440, 12, 100), (x + 92, 440, 12, 100)], p.near)


def _microscope(c: Canvas, x: float) -> None:
    p = c.palette
    c.panel((x - 84, BENCH - 26, 168, 26), 10, p.near)
    arm = f"M{x + 46:.0f} {BENCH - 20}C{x + 120:.0f} 430 {x + 70:.0f} 330 {x - 4:.0f} 318"
    c.line(arm, p.near, 30)
    tube = f"M{x - 40:.0f} 290L{x + 4:.0f} 420"
    c.line(tube, p.light, 40)
    c.line(f"M{x - 46:.0f} 274L{x - 36:.0f} 300", p.ink, 32)
    c.line(f"M{x + 8:.0f} 432L{x + 14:.0f} 452", p.accent, 24)
    c.panel((x - 62, 474, 110, 14), 5, p.ink)
