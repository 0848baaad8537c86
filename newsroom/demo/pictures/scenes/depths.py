"""A lander's lamps at the bottom of the sea."""

from newsroom.demo.pictures import backdrop
from newsroom.demo.pictures.canvas import HEIGHT, WIDTH, Canvas
from newsroom.demo.pictures.palette import mix


def depths(c: Canvas) -> None:
    p = c.palette
    c.boxes([(0, 0, WIDTH, HEIGHT)], c.fade(p.far, p.ink))
    for i in range(5):
        x = c.rng.uniform(0, WIDTH)
        beam = c.fade(p.glow, p.glow, clear=(0.35, 0))
        c.shape([(x, -10), (x + 60, -10), (x + 190 - i * 20, 480), (x - 80, 480)], beam)
    c.dots_screen((0, 0, WIDTH, HEIGHT), p.light, 0.05)
    snow = [(c.rng.uniform(0, WIDTH), c.rng.uniform(0, 560)) for _ in range(60)]
    c.dots(snow, 2, p.light, 0.5)
    backdrop.hills(c, 600, 30, p.mid)
    _lander(c, c.rng.uniform(380, 820))
    backdrop.hills(c, 645, 16, p.ink)
    for _ in range(3):
        _jelly(c, c.rng.uniform(80, 1120), c.rng.uniform(110, 300), c.rng.uniform(26, 62))
    _shoal(c, c.rng.uniform(150, 900), c.rng.uniform(180, 330))
    _weeds(c)


def _lander(c: Canvas, x: float) -> None:
    p = c.palette
    for side in (-1, 1):
        beam = c.fade(p.sun, p.sun, clear=(0.75, 0))
        c.shape(
            [
                (x + side * 20, 480),
                (x + side * 84, 480),
                (x + side * 420, 690),
                (x - side * 30, 690),
            ],
            beam,
        )
    c.line(
        f"M{x - 60:.0f} 530l-50 90M{x + 60:.0f} 530l50 90M{x - 134:.0f} 622h50M{x + 84:.0f} 622h50",
        p.ink,
        10,
    )
    c.panel((x - 96, 470, 192, 66), 16, p.accent)
    c.circle(x, 440, 76, p.light)
    c.circle(x, 440, 52, p.near)
    c.circle(x, 440, 40, c.fade(p.glow, p.far))
    c.circle(x - 14, 426, 10, p.light, 0.9)
    c.line(f"M{x:.0f} 364V300", p.light, 5)
    c.dots([(x, 298), (x - 72, 474), (x + 72, 474)], 9, p.sun)


def _jelly(c: Canvas, x: float, y: float, r: float) -> None:
    p = c.palette
    colour = c.rng.choice([p.accent, p.glow, p.light])
    c.halo(x, y, r * 3, colour, 0.4)
    hem = f"q{-r / 4:.0f} {r / 3:.0f} {-r / 2:.0f} 0" + f"t{-r / 2:.0f} 0" * 3
    bell = f"M{x - r:.0f} {y:.0f}a{r:.0f} {r * 1.05:.0f} 0 0 1 {2 * r:.0f} 0{hem}z"
    c.path(bell, colour, 0.85)
    arm = f"q{r * 0.3:.0f} {r * 0.7:.0f} 0 {r * 1.3:.0f}t{-r * 0.1:.0f} {r:.0f}"
    arms = "".join(f"M{x + r * k:.0f} {y + 4:.0f}{arm}" for k in (-0.6, -0.2, 0.2, 0.6))
    c.line(arms, colour, 3.5, 0.7)


def _shoal(c: Canvas, x: float, y: float) -> None:
    p = c.palette
    data = ""
    for _ in range(18):
        fx, fy, s = x + c.rng.gauss(0, 100), y + c.rng.gauss(0, 38), c.rng.uniform(9, 17)
        back = f"q{s:.0f} {-s * 0.8:.0f} {2 * s:.0f} 0"
        tail = f"l{s * 0.7:.0f} {-s / 2:.0f}v{s:.0f}l{-s * 0.7:.0f} {-s / 2:.0f}"
        belly = f"q{-s:.0f} {s * 0.8:.0f} {-2 * s:.0f} 0z"
        data += f"M{fx:.0f} {fy:.0f}{back}{tail}{belly}"
    c.path(data, mix(p.light, p.glow, 0.5), 0.9)


def _weeds(c: Canvas) -> None:
    data = ""
    for x in [c.rng.uniform(-10, 260) for _ in range(9)] + [
        c.rng.uniform(940, 1210) for _ in range(9)
    ]:
        h = c.rng.uniform(60, 170)
        data += f"M{x:.0f} 690q-22 {-h / 2:.0f} 0 {-h:.0f}t8 {-h * 0.7:.0f}"
    c.line(data, c.palette.ink, 9)
