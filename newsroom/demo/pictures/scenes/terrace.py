"""A street of houses, each a little different."""

from newsroom.demo.pictures import backdrop
from newsroom.demo.pictures.canvas import HEIGHT, WIDTH, Canvas
from newsroom.demo.pictures.palette import mix

STREET = 590


def terrace(c: Canvas) -> None:
    p = c.palette
    backdrop.sky(c, STREET)
    backdrop.sun(c, c.rng.uniform(150, 1050), c.rng.uniform(90, 170), c.rng.uniform(50, 80))
    backdrop.clouds(c, 160, 4)
    walls = [p.accent, p.far, p.light, mix(p.glow, p.accent, 0.35), p.mid, p.sun]
    x, before = -30.0, ""
    while x < WIDTH:
        w = c.rng.uniform(150, 200)
        wall = c.rng.choice([one for one in walls if one != before])
        _house(c, x, w, c.rng.uniform(270, 350), wall)
        x, before = x + w, wall
    c.boxes([(0, STREET, WIDTH, 24)], mix(p.light, p.far, 0.4))
    c.boxes([(0, STREET + 24, WIDTH, HEIGHT)], p.ink)
    c.boxes([(40 + i * 160, STREET + 58, 80, 6) for i in range(8)], p.light, 0.6)
    _trees(c)
    _bicycle(c, c.rng.uniform(200, 1000))


def _house(c: Canvas, x: float, w: float, h: float, wall: str) -> None:
    p = c.palette
    top = STREET - h
    c.boxes([(x, top, w, h)], wall)
    roof = mix(p.near, p.ink, c.rng.random())
    if c.rng.random() < 0.5:
        c.shape([(x - 4, top), (x + w / 2, top - 70), (x + w + 4, top)], roof)
        c.circle(x + w / 2, top - 26, 13, p.sun)
    else:
        step = w / 6
        c.boxes([(x + step * i, top - 24 * i, w - 2 * step * i, 25) for i in range(3)], wall)
        c.boxes([(x, top - 4, w, 8)], p.light, 0.8)
    c.boxes([(x + w * 0.75, top - 62, 20, 62)], roof)
    frames, panes = [], []
    for row in range(3):
        for share in (0.14, 0.58):
            if row == 2 and share > 0.5:
                continue
            wx, wy = x + w * share, top + 32 + row * (h - 60) / 3
            frames.append((wx - 5, wy - 5, w * 0.28 + 10, 62))
            panes.append((wx, wy, w * 0.28, 52))
    c.boxes(frames, p.light if wall != p.light else p.far)
    c.boxes(panes, p.near)
    c.boxes([pane for pane in panes if c.rng.random() < 0.4], p.sun)
    c.boxes([(a + b / 2 - 1.5, y, 3, 52) for a, y, b, _ in panes], p.light)
    c.panel((x + w * 0.6, STREET - 84, w * 0.26, 90), 6, c.rng.choice([p.ink, p.accent, p.near]))
    c.dots([(x + w * 0.82, STREET - 40)], 4, p.sun)


def _trees(c: Canvas) -> None:
    p = c.palette
    for x in c.rng.sample(range(60, 1180, 160), 3):
        c.boxes([(x - 5, STREET - 110, 10, 126)], p.ink)
        green = mix("#4f8a55", p.near, 0.4)
        c.circle(x, STREET - 160, 58, green)
        c.circle(x - 16, STREET - 174, 34, mix(green, p.light, 0.18))


def _bicycle(c: Canvas, x: float) -> None:
    p = c.palette
    y = STREET + 30
    wheel = "a26 26 0 1 0 52 0a26 26 0 1 0 -52 0"
    c.line(f"M{x - 66:.0f} {y}{wheel}M{x + 14:.0f} {y}{wheel}", p.light, 4)
    frame = f"M{x - 40:.0f} {y}l22 -42h46l-34 42zM{x + 40:.0f} {y}l-16 -54h-14"
    c.line(f"{frame}M{x - 24:.0f} {y - 52}h18", p.accent, 5)
