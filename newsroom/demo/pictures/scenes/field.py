"""Furrows running to a farm on the horizon."""

from newsroom.demo.pictures import backdrop
from newsroom.demo.pictures.canvas import HEIGHT, WIDTH, Canvas
from newsroom.demo.pictures.palette import mix

HORIZON = 360


def field(c: Canvas) -> None:
    p = c.palette
    backdrop.sky(c, HORIZON)
    backdrop.sun(c, c.rng.uniform(220, 980), c.rng.uniform(190, 320), c.rng.uniform(70, 120))
    backdrop.clouds(c, 210, 5)
    backdrop.hills(c, HORIZON - 16, 34, mix(p.far, p.glow, 0.3))
    backdrop.hills(c, HORIZON + 14, 16, p.far)
    _furrows(c, c.rng.uniform(380, 820))
    _farm(c, c.rng.choice([150, 830]))
    _poplars(c, c.rng.choice([480, 620]))
    _stalks(c)


def _furrows(c: Canvas, vanish: float) -> None:
    p = c.palette
    c.boxes([(0, HORIZON + 40, WIDTH, HEIGHT)], c.fade(mix(p.sun, p.accent, 0.25), p.mid))
    strips = range(-2400, 3600, 200)
    for index, x in enumerate(strips):
        colour = (p.near, p.mid, mix(p.accent, p.near, 0.5))[index % 3]
        c.shape(
            [(vanish + (x - vanish) * 0.05, HORIZON + 40), (x, HEIGHT), (x + 105, HEIGHT),
             (vanish + (x + 105 - vanish) * 0.05, HORIZON + 40)],
            colour,
            0.72,
        )  # fmt: skip


def _farm(c: Canvas, x: float) -> None:
    p = c.palette
    c.boxes([(x, 338, 130, 74)], p.light)
    c.shape([(x - 12, 340), (x + 30, 296), (x + 106, 296), (x + 142, 340)], p.accent)
    c.boxes([(x + 54, 366, 26, 46), (x + 16, 356, 20, 20), (x + 98, 356, 20, 20)], p.ink)
    c.boxes([(x + 150, 300, 44, 112)], mix(p.light, p.far, 0.35))
    c.path(f"M{x + 150:.0f} 300a22 22 0 0 1 44 0z", p.near)


def _poplars(c: Canvas, x: float) -> None:
    for i in range(5):
        tall = c.rng.uniform(45, 75)
        c.oval(x + i * 34, 412 - tall, 11, tall, c.palette.ink)


def _stalks(c: Canvas) -> None:
    """Ears of grain close to the eye, along the bottom."""
    p = c.palette
    stems, ears = "", ""
    for _ in range(46):
        x, h, lean = c.rng.uniform(-10, 1210), c.rng.uniform(50, 130), c.rng.uniform(-22, 22)
        stems += f"M{x:.0f} 690q{lean / 4:.0f} {-h / 2:.0f} {lean:.0f} {-h:.0f}"
        ears += f"M{x + lean:.0f} {690 - h:.0f}l{lean / 4:.0f} -20"
    c.line(stems, p.ink, 3)
    c.line(ears, p.sun, 8)
