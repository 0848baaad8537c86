"""A museum wall, three pictures, somebody looking."""

from newsroom.demo.pictures.canvas import HEIGHT, WIDTH, Box, Canvas
from newsroom.demo.pictures.palette import mix

FLOOR = 545


def gallery(c: Canvas) -> None:
    p = c.palette
    c.boxes([(0, 0, WIDTH, HEIGHT)], c.fade(mix(p.far, p.light, 0.15), mix(p.far, p.mid, 0.4)))
    c.dots_screen((0, 0, WIDTH, FLOOR), p.light, 0.07)
    c.boxes([(0, FLOOR, WIDTH, 130)], c.fade(mix(p.near, p.glow, 0.3), p.ink))
    c.boxes([(0, FLOOR - 16, WIDTH, 16)], p.near)
    widths = c.rng.choice([(210, 330, 210), (300, 220, 260), (190, 190, 380)])
    left = (WIDTH - sum(widths) - 160) / 2
    styles = c.rng.sample([_landscape, _blocks, _moonrise], 3)
    for w, style in zip(widths, styles, strict=True):
        inside = _frame(c, left, c.rng.uniform(100, 140), w, c.rng.uniform(250, 320))
        style(c, *inside)
        left += w + 80
    for x in c.rng.sample([260, 420, 780, 940], c.rng.choice([1, 2])):
        _visitor(c, x)
    c.boxes([(500, 600, 200, 14), (520, 614, 12, 40), (668, 614, 12, 40)], p.ink)


def _frame(c: Canvas, x: float, y: float, w: float, h: float) -> Box:
    """Hangs an empty frame; returns the place for the picture."""
    p = c.palette
    light = c.fade(p.light, p.light, clear=(0.5, 0))
    c.shape(
        [(x + w / 2 - 30, 0), (x + w / 2 + 30, 0), (x + w + 70, FLOOR), (x - 70, FLOOR)], light, 0.5
    )
    c.boxes([(x + 8, y + 14, w, h)], p.ink, 0.35)
    c.boxes([(x, y, w, h)], mix(p.sun, p.near, 0.35))
    c.boxes([(x + 8, y + 8, w - 16, h - 16)], p.light)
    return x + 20, y + 20, w - 40, h - 40


def _landscape(c: Canvas, x: float, y: float, w: float, h: float) -> None:
    p = c.palette
    c.boxes([(x, y, w, h)], c.fade(p.sky, p.glow))
    c.circle(x + w * c.rng.uniform(0.3, 0.7), y + h * 0.4, h * 0.13, p.sun)
    c.shape(
        [
            (x, y + h * 0.7),
            (x + w * 0.35, y + h * 0.45),
            (x + w, y + h * 0.8),
            (x + w, y + h),
            (x, y + h),
        ],
        p.mid,
    )
    c.shape(
        [
            (x, y + h * 0.95),
            (x + w * 0.7, y + h * 0.62),
            (x + w, y + h * 0.72),
            (x + w, y + h),
            (x, y + h),
        ],
        p.ink,
    )


def _blocks(c: Canvas, x: float, y: float, w: float, h: float) -> None:
    p = c.palette
    c.boxes([(x, y, w, h)], p.near)
    cut, level = c.rng.uniform(0.3, 0.7), c.rng.uniform(0.3, 0.7)
    c.boxes([(x, y, w * cut, h * level)], p.accent)
    c.boxes([(x + w * cut, y + h * level, w * (1 - cut), h * (1 - level))], p.sun)
    c.boxes([(x, y + h * level, w * cut, h * (1 - level))], p.glow)
    c.circle(x + w * cut, y + h * level, min(w, h) * 0.2, p.light)


def _moonrise(c: Canvas, x: float, y: float, w: float, h: float) -> None:
    p = c.palette
    c.boxes([(x, y, w, h)], c.fade(p.ink, p.mid))
    c.circle(x + w / 2, y + h * 0.42, min(w, h) * 0.3, p.sun)
    c.boxes([(x, y + h * 0.72, w, h * 0.28)], p.near)
    c.boxes([(x + w * 0.3, y + h * (0.77 + 0.06 * i), w * 0.4, 4) for i in range(3)], p.sun)


def _visitor(c: Canvas, x: float) -> None:
    p = c.palette
    foot = 640
    c.oval(x + 30, foot, 74, 9, p.ink, 0.4)
    c.line(f"M{x - 12:.0f} {foot}l4 -90M{x + 14:.0f} {foot}l-4 -90", p.ink, 16)
    coat = c.rng.choice([p.accent, p.ink, p.sun])
    c.path(f"M{x - 36:.0f} {foot - 74}l8 -100a28 28 0 0 1 56 0l8 100z", coat)
    c.circle(x, foot - 226, 23, mix(p.ink, "#c98b62", 0.4))
    c.path(f"M{x - 25:.0f} {foot - 220}a25 27 0 0 1 50 0q-4 -16 -25 -14t-25 14z", p.ink)
