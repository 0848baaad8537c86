"""A light over a heavy sea."""

from newsroom.demo.pictures import backdrop
from newsroom.demo.pictures.canvas import HEIGHT, WIDTH, Canvas
from newsroom.demo.pictures.palette import mix


def lighthouse(c: Canvas) -> None:
    p = c.palette
    left = c.rng.random() < 0.5
    x = 250 if left else 950
    backdrop.night(c, 60)
    _beams(c, x, 1 if left else -1)
    backdrop.clouds(c, 240, 4)
    backdrop.hills(c, 455, 12, mix(p.far, p.mid, 0.5))
    _sea(c, 470)
    _ship(c, 780 if left else 420)
    _rock(c, x, left)
    _tower(c, x)
    _surf(c)


def _beams(c: Canvas, x: float, side: int) -> None:
    p = c.palette
    beam = c.fade(p.sun, p.sun, clear=(0.8, 0) if side > 0 else (0, 0.8), across=True)
    c.shape([(x, 168), (x + side * 1100, 60), (x + side * 1100, 250)], beam)
    c.halo(x, 170, 210, p.sun, 0.8)


def _sea(c: Canvas, top: float) -> None:
    p = c.palette
    for i in range(5):
        y = top + i * 38
        swell = "".join(f"q{60 + 6 * i} {-24 - 4 * i} {120 + 12 * i} 0" for _ in range(12))
        share = i / 5
        c.path(
            f"M{-c.rng.uniform(20, 140):.0f} {y}{swell}V690H-150z",
            mix(p.far, p.ink, 0.25 + share * 0.6),
        )
        c.line(f"M{-c.rng.uniform(20, 140):.0f} {y + 14}{swell}", p.light, 2, 0.18)


def _ship(c: Canvas, x: float) -> None:
    p = c.palette
    c.shape([(x - 150, 484), (x + 160, 470), (x + 132, 520), (x - 120, 524)], p.ink)
    c.boxes([(x + 60, 420, 56, 56)], p.light)
    c.boxes([(x - 110 + i * 40, 452 - 4 * (i % 2), 36, 30) for i in range(4)], p.accent)
    c.dots([(x + 74, 438), (x + 100, 438)], 5, p.sun)
    c.dots([(x - 146, 478), (x + 88, 410)], 5, p.accent)


def _rock(c: Canvas, x: float, left: bool) -> None:
    edge = -20 if left else WIDTH + 20
    side = 1 if left else -1
    cliff = [(edge, 470), (x - side * 90, 452), (x + side * 80, 456), (x + side * 120, 520),
             (x + side * 190, 560), (x + side * 240, HEIGHT), (edge, HEIGHT)]  # fmt: skip
    c.shape(cliff, c.palette.ink)
    shade = mix(c.palette.ink, c.palette.far, 0.35)
    c.shape(
        [(x + side * 30, 470), (x + side * 70, 470), (x + side * 150, 600), (x + side * 90, 580)],
        shade,
    )


def _tower(c: Canvas, x: float) -> None:
    p = c.palette
    c.shape([(x - 36, 200), (x + 36, 200), (x + 56, 462), (x - 56, 462)], p.light)
    for i in (0, 2):
        y = 236 + i * 52
        w = 36 + 20 * (y - 200) / 262
        c.shape([(x - w, y), (x + w, y), (x + w + 4, y + 52), (x - w - 4, y + 52)], p.accent)
    c.shape([(x, 200), (x + 36, 200), (x + 56, 462), (x, 462)], p.ink, 0.16)
    c.boxes([(x - 50, 192, 100, 12)], p.ink)
    c.boxes([(x - 26, 140, 52, 52)], p.sun)
    c.boxes([(x - 26, 140, 5, 52), (x + 21, 140, 5, 52), (x - 2, 140, 4, 52)], p.ink)
    c.path(f"M{x - 34} 140q34 -56 68 0z", p.accent)
    c.boxes([(x - 9, 420, 18, 42), (x - 6, 300, 12, 20)], p.ink)


def _surf(c: Canvas) -> None:
    p = c.palette
    spray = [(c.rng.uniform(0, WIDTH), 690 - abs(c.rng.gauss(0, 36))) for _ in range(60)]
    c.dots(spray, 7, p.light, 0.55)
    c.dots(spray[::2], 12, p.light, 0.35)
