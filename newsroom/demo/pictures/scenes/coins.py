"""Stacked coins in front of a net of nodes."""

from newsroom.demo.pictures.canvas import HEIGHT, WIDTH, Canvas, Point
from newsroom.demo.pictures.palette import mix


def coins(c: Canvas) -> None:
    p = c.palette
    c.boxes([(0, 0, WIDTH, HEIGHT)], c.fade(p.ink, p.mid))
    c.halo(c.rng.uniform(400, 800), 260, 520, p.glow, 0.55)
    _net(c)
    c.dots_screen((0, 0, WIDTH, HEIGHT), p.light, 0.06)
    c.shape([(0, 560), (WIDTH, 520), (WIDTH, HEIGHT), (0, HEIGHT)], p.ink, 0.75)
    rising = sorted(c.rng.sample(range(2, 14), 5), reverse=c.rng.random() < 0.5)
    for i, count in enumerate(rising):
        _stack(c, 200 + i * 200, 610, count)
    _loose(c)


def _net(c: Canvas) -> None:
    p = c.palette
    nodes: list[Point] = [
        (60 + 120 * column + c.rng.uniform(-40, 40), 60 + 105 * row + c.rng.uniform(-34, 34))
        for column in range(10)
        for row in range(4)
    ]
    wires = ""
    for x, y in nodes:
        near = sorted(nodes, key=lambda other: (other[0] - x) ** 2 + (other[1] - y) ** 2)
        wires += "".join(f"M{x:.0f} {y:.0f}L{a:.0f} {b:.0f}" for a, b in near[1:3])
    c.line(wires, p.glow, 1.6, 0.5)
    c.dots(nodes, 5, p.glow, 0.9)
    c.dots(c.rng.sample(nodes, 7), 10, p.sun)


def _stack(c: Canvas, x: float, foot: float, count: int) -> None:
    p = c.palette
    edge, face = mix(p.accent, p.ink, 0.3), p.accent
    c.oval(x + 20, foot + 12, 92, 22, p.ink, 0.6)
    for i in range(count):
        y = foot - i * 26
        shift = c.rng.uniform(-5, 5)
        c.path(f"M{x - 78 + shift:.0f} {y - 20:.0f}v20a78 22 0 0 0 156 0v-20z", edge)
        c.oval(x + shift, y - 20, 78, 22, face)
    top = foot - (count - 1) * 26 - 20
    c.oval(x, top, 60, 15, mix(p.accent, p.sun, 0.55))
    c.oval(x, top, 34, 8, p.accent)


def _loose(c: Canvas) -> None:
    """One coin in the air, tilted, catching the light."""
    p = c.palette
    x, y, r = c.rng.uniform(420, 780), c.rng.uniform(130, 210), 74
    c.halo(x, y, 200, p.sun, 0.5)
    c.oval(x + 12, y, r * 0.8, r, mix(p.accent, p.ink, 0.3))
    c.oval(x, y, r * 0.8, r, p.accent)
    c.oval(x, y, r * 0.62, r * 0.8, mix(p.accent, p.sun, 0.6))
    c.shape([(x, y - 36), (x + 24, y), (x, y + 36), (x - 24, y)], p.accent)
