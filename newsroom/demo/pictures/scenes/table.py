"""A laid table by a window."""

from newsroom.demo.pictures.canvas import HEIGHT, WIDTH, Canvas
from newsroom.demo.pictures.palette import mix

EDGE = 430


def table(c: Canvas) -> None:
    p = c.palette
    c.boxes([(0, 0, WIDTH, HEIGHT)], c.fade(mix(p.far, p.light, 0.2), p.mid))
    c.dots_screen((0, 0, WIDTH, EDGE), p.light, 0.08)
    _window(c, c.rng.choice([130, 640]))
    cloth = mix(p.light, p.glow, 0.18)
    c.boxes([(0, EDGE, WIDTH, HEIGHT)], cloth)
    for i in range(-4, 15):
        c.shape(
            [
                (300 + i * 60, EDGE),
                (330 + i * 60, EDGE),
                (i * 140 + 10, HEIGHT),
                (i * 140 - 60, HEIGHT),
            ],
            p.accent,
            0.16,
        )
    makers = [_bowl, _loaf, _jug, _plate]
    c.rng.shuffle(makers)
    for make, x in zip(makers, (170, 450, 740, 1020), strict=True):
        make(c, x + c.rng.uniform(-24, 24), c.rng.uniform(520, 560))
    _cutlery(c)


def _window(c: Canvas, x: float) -> None:
    p = c.palette
    c.boxes([(x - 16, 40, 432, 330)], p.light)
    c.boxes([(x, 56, 400, 298)], c.fade(p.sky, p.glow))
    c.circle(x + c.rng.uniform(100, 300), 200, 60, p.sun)
    c.path(f"M{x} 354v-80q100 -70 200 -10t200 -20v110z", p.far)
    c.path(f"M{x} 354v-34q140 -40 230 0t170 -10v44z", p.near)
    c.boxes([(x + 193, 56, 14, 298), (x, 196, 400, 10), (x - 30, 354, 460, 22)], p.light)


def _shadow(c: Canvas, x: float, y: float, w: float) -> None:
    c.oval(x + 26, y, w, w * 0.17, c.palette.ink, 0.22)


def _bowl(c: Canvas, x: float, y: float) -> None:
    p = c.palette
    _shadow(c, x, y, 130)
    fruits = [
        (x - 66, y - 112),
        (x - 8, y - 128),
        (x + 52, y - 114),
        (x + 84, y - 94),
        (x - 90, y - 92),
    ]
    for (fx, fy), colour in zip(fruits, (p.accent, p.sun, p.accent, p.sky, p.sun), strict=True):
        c.circle(fx, fy, 36, colour)
        c.circle(fx - 11, fy - 12, 8, p.light, 0.6)
    c.path(f"M{x - 130:.0f} {y - 92:.0f}h260q-14 92 -96 96h-68q-82 -4 -96 -96z", p.near)
    c.line(f"M{x - 126:.0f} {y - 64:.0f}h252", p.sun, 6)


def _loaf(c: Canvas, x: float, y: float) -> None:
    p = c.palette
    _shadow(c, x, y + 12, 150)
    c.panel((x - 152, y - 4, 304, 20), 10, p.ink)
    crust = mix(p.sun, "#8a4b1f", 0.55)
    c.path(f"M{x - 130:.0f} {y - 2:.0f}q-22 -96 66 -108q64 -18 128 0q88 12 66 108z", crust)
    cuts = "".join(f"M{x - 84 + i * 56:.0f} {y - 96:.0f}q34 20 26 56" for i in range(4))
    c.line(cuts, p.light, 9, 0.85)


def _jug(c: Canvas, x: float, y: float) -> None:
    p = c.palette
    _shadow(c, x, y, 80)
    c.line(f"M{x + 52:.0f} {y - 170:.0f}q66 10 50 70t-50 40", p.accent, 17)
    c.path(
        f"M{x - 44:.0f} {y - 214:.0f}h96l-8 60q30 50 22 110q-4 44 -62 44t-64 -44q-8 -60 22 -110z",
        p.accent,
    )
    c.path(f"M{x - 30:.0f} {y - 100:.0f}q-12 50 4 76", mix(p.accent, p.light, 0.6))
    stems = ("q-30 -60 -50 -110", "m6 0q0 -80 14 -140", "m14 0q30 -50 66 -90")
    c.line("".join(f"M{x:.0f} {y - 210:.0f}{stem}" for stem in stems), p.ink, 5)
    c.dots([(x - 50, y - 322), (x + 20, y - 352), (x + 82, y - 302)], 22, p.light)
    c.dots([(x - 50, y - 322), (x + 20, y - 352), (x + 82, y - 302)], 9, p.sun)


def _plate(c: Canvas, x: float, y: float) -> None:
    p = c.palette
    _shadow(c, x, y + 16, 140)
    c.oval(x, y - 6, 148, 44, p.near)
    c.oval(x, y - 12, 148, 42, p.light)
    c.oval(x, y - 12, 108, 29, mix(p.light, p.far, 0.25))
    c.path(
        f"M{x - 84:.0f} {y - 14:.0f}q36 -52 104 -40q34 4 58 22l30 -24v64l-30 -20q-80 36 -162 -2z",
        mix(p.sky, p.accent, 0.5),
    )
    c.dots([(x - 56, y - 20)], 5, p.ink)
    c.path(f"M{x - 2:.0f} {y + 16:.0f}a32 30 0 0 1 64 0z", p.sun)


def _cutlery(c: Canvas) -> None:
    ink = c.palette.ink
    c.line("M596 596v70M588 590v-30M596 590v-30M604 590v-30M588 592q8 12 16 0", ink, 4, 0.8)
    c.line("M640 562v104", ink, 6, 0.8)
