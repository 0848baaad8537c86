"""What several scenes stand in front of: sky, sun, clouds, hills, water."""

import math
from itertools import pairwise

from newsroom.demo.pictures.canvas import HEIGHT, WIDTH, Canvas, Point, outline
from newsroom.demo.pictures.palette import mix


def sky(c: Canvas, horizon: float = HEIGHT) -> None:
    """Air that brightens towards the horizon, with the halftone in its upper part."""
    p = c.palette
    c.boxes([(0, 0, WIDTH, HEIGHT)], p.glow)
    c.boxes([(0, 0, WIDTH, horizon)], c.fade(p.sky, p.glow))
    c.dots_screen((0, 0, WIDTH, horizon * 0.62), p.light, 0.07)


def night(c: Canvas, stars: int = 70) -> None:
    p = c.palette
    c.boxes([(0, 0, WIDTH, HEIGHT)], c.fade(p.ink, p.far))
    spots = [(c.rng.uniform(0, WIDTH), c.rng.uniform(0, 360)) for _ in range(stars)]
    c.dots(spots[::3], 1.9, p.light, 0.9)
    c.dots(spots[1::3], 1.2, p.light, 0.6)
    c.dots(spots[2::3], 0.9, p.light, 0.5)


def sun(c: Canvas, x: float, y: float, r: float) -> None:
    c.halo(x, y, r * 3.4, c.palette.sun, 0.55)
    c.circle(x, y, r, c.palette.sun)


def moon(c: Canvas, x: float, y: float, r: float) -> None:
    c.halo(x, y, r * 4, c.palette.sun, 0.35)
    c.circle(x, y, r, c.palette.sun)
    shade = mix(c.palette.sun, c.palette.far, 0.25)
    c.circle(x - r * 0.3, y - r * 0.2, r * 0.22, shade, 0.7)
    c.circle(x + r * 0.32, y + r * 0.3, r * 0.15, shade, 0.7)


def clouds(c: Canvas, low: float, count: int = 4) -> None:
    """Flat-bottomed bands, as a print would cut them."""
    for _ in range(count):
        x, y, w = c.rng.uniform(-100, 1050), c.rng.uniform(50, low), c.rng.uniform(180, 380)
        c.panel((x, y, w, 16), 8, c.palette.light, 0.3)
        c.panel((x + w * 0.2, y - 14, w * 0.5, 22), 11, c.palette.light, 0.3)


def hills(c: Canvas, base: float, swing: float, fill: str) -> None:
    """A soft ridge across the sheet, filled to the bottom."""
    first, second = c.rng.uniform(0, 6.3), c.rng.uniform(0, 6.3)
    length = c.rng.uniform(190, 300)
    points: list[Point] = [
        (x, base - swing * (math.sin(x / length + first) + 0.4 * math.sin(x / 71 + second)))
        for x in range(-20, WIDTH + 40, 40)
    ]
    c.path(_smooth(points), fill)


def peaks(c: Canvas, base: float, height: float, fill: str) -> list[Point]:
    """Sharp mountains, filled to the bottom; returns the summits."""
    points: list[Point] = [(-80, base)]
    x, up = -80.0, True
    while x < WIDTH + 100:
        x += c.rng.uniform(70, 150)
        rise = c.rng.uniform(0.6, 1) if up else c.rng.uniform(0.1, 0.4)
        points.append((x, base - height * rise))
        up = not up
    c.path(outline([*points, (WIDTH + 100, HEIGHT), (-80, HEIGHT)]), fill)
    return points[1:-1:2]


def water(c: Canvas, top: float, light_x: float) -> None:
    """Water to the bottom edge with the light's broken path on it."""
    p = c.palette
    c.boxes([(0, top, WIDTH, HEIGHT - top)], c.fade(mix(p.glow, p.mid, 0.45), p.near))
    deep = HEIGHT - top
    path, waves = [], []
    for step in range(16):
        share = step / 16
        y, spread = top + 6 + deep * share**1.25, 20 + 110 * share
        length = c.rng.uniform(0.5, 1) * spread
        path.append(
            (light_x - length + c.rng.uniform(-0.3, 0.3) * spread, y, 2 * length, 3 + 4 * share)
        )
        waves.append((c.rng.uniform(-50, WIDTH), y + 4, c.rng.uniform(40, 200), 1.5 + 2 * share))
    c.boxes(waves, p.light, 0.22)
    c.boxes(path, p.sun, 0.75)


def birds(c: Canvas, x: float, y: float, count: int = 5) -> None:
    data = ""
    for _ in range(count):
        bx, by, s = x + c.rng.uniform(-130, 130), y + c.rng.uniform(-50, 50), c.rng.uniform(7, 14)
        data += f"M{bx:.0f} {by:.0f}q{s / 2:.0f} {-s:.0f} {s:.0f} 0q{s / 2:.0f} {-s:.0f} {s:.0f} 0"
    c.line(data, c.palette.ink, 2.5, 0.8)


def _smooth(points: list[Point]) -> str:
    """A quadratic curve through the midpoints, closed along the bottom edge."""
    data = f"M{points[0][0]:.0f} {HEIGHT}V{points[0][1]:.0f}"
    for (x, y), (nx, ny) in pairwise(points):
        data += f"Q{x:.0f} {y:.0f} {(x + nx) / 2:.0f} {(y + ny) / 2:.0f}"
    return f"{data}V{HEIGHT}z"
