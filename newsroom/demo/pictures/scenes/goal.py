"""A ball in the net, and a keeper on the wrong side."""

import math

from newsroom.demo.pictures import backdrop
from newsroom.demo.pictures.canvas import HEIGHT, WIDTH, Canvas, Point, outline
from newsroom.demo.pictures.palette import mix

LEFT, RIGHT, BAR, GROUND = 250, 950, 170, 530


def goal(c: Canvas) -> None:
    p = c.palette
    backdrop.sky(c, 400)
    backdrop.sun(c, c.rng.uniform(150, 1050), c.rng.uniform(90, 200), c.rng.uniform(60, 100))
    _stand(c)
    _grass(c)
    side = c.rng.choice([-1, 1])
    ball = (600 + side * c.rng.uniform(200, 280), c.rng.uniform(225, 330))
    _net(c, ball)
    _keeper(c, 600 - side * c.rng.uniform(60, 130), -side)
    _ball(c, *ball)
    posts = [(LEFT - 8, BAR - 8, 16, GROUND - BAR + 8), (RIGHT - 8, BAR - 8, 16, GROUND - BAR + 8)]
    c.boxes([*posts, (LEFT - 8, BAR - 8, RIGHT - LEFT + 16, 16)], p.light)


def _stand(c: Canvas) -> None:
    p = c.palette
    c.shape([(0, 250), (WIDTH, 232), (WIDTH, 420), (0, 420)], p.near)
    c.shape([(0, 238), (WIDTH, 220), (WIDTH, 236), (0, 254)], p.ink)
    crowd: list[list[Point]] = [[], [], []]
    for row in range(6):
        for seat in range(62):
            if c.rng.random() < 0.66:
                spot = (seat * 20 + 8 + row % 2 * 9, 276 + row * 19 - seat * 0.28)
                crowd[c.rng.choice([0, 0, 1, 2])].append((round(spot[0]), round(spot[1])))
    for spots, colour in zip(crowd, (mix(p.light, p.mid, 0.3), p.far, p.accent), strict=True):
        c.dots(spots, 5.6, colour)
    c.boxes([(0, 388, WIDTH, 34)], p.accent)


def _grass(c: Canvas) -> None:
    p = c.palette
    green = mix("#3f8f4f", p.mid, 0.25)
    c.boxes([(0, 418, WIDTH, HEIGHT)], green)
    stripes = ((418, 22), (466, 32), (534, 46))
    c.boxes([(0, top, WIDTH, deep) for top, deep in stripes], p.light, 0.1)
    c.boxes([(0, 626, WIDTH, 49)], p.light, 0.1)
    c.line(
        f"M0 {GROUND + 2}H{WIDTH}M110 675L190 {GROUND + 2}M1090 675L1010 {GROUND + 2}",
        p.light,
        5,
        0.9,
    )


def _net(c: Canvas, ball: Point) -> None:
    """Meshes drawn straight, then pulled towards the ball where it hit."""
    p = c.palette
    across = [
        [_pulled(x, y, ball) for x in range(LEFT, RIGHT + 1, 35)] for y in range(BAR, GROUND, 36)
    ]
    down = [
        [_pulled(x, y, ball) for y in range(BAR, GROUND + 1, 36)] for x in range(LEFT, RIGHT, 35)
    ]
    c.boxes([(LEFT, BAR, RIGHT - LEFT, GROUND - BAR)], p.ink, 0.28)
    c.line(
        "".join(outline(points).removesuffix("z") for points in across + down), p.light, 1.6, 0.75
    )


def _pulled(x: float, y: float, ball: Point) -> Point:
    away = math.hypot(x - ball[0], y - ball[1])
    pull = 0.5 * math.exp(-((away / 80) ** 2))
    return round(x + (ball[0] - x) * pull), round(y + (ball[1] - y) * pull)


def _keeper(c: Canvas, x: float, side: int) -> None:
    """In full stretch, away from the ball."""
    p = c.palette
    skin = mix(p.ink, "#c98b62", 0.6)
    y = 452.0
    c.oval(x, GROUND + 6, 130, 12, p.ink, 0.3)
    c.line(f"M{x - side * 40:.0f} {y + 6:.0f}l{-side * 62} 30l{-side * 50} -8", p.ink, 24)
    c.line(f"M{x - side * 36:.0f} {y:.0f}l{-side * 70} -16l{-side * 44} 22", p.ink, 24)
    c.line(f"M{x - side * 30:.0f} {y:.0f}L{x + side * 42:.0f} {y - 34:.0f}", p.accent, 52)
    c.line(f"M{x + side * 46:.0f} {y - 44:.0f}l{side * 78} -46", p.accent, 19)
    c.line(f"M{x + side * 50:.0f} {y - 24:.0f}l{side * 84} -14", p.accent, 19)
    c.dots([(x + side * 128, y - 92), (x + side * 140, y - 39)], 14, p.light)
    c.circle(x + side * 82, y - 64, 21, skin)


def _ball(c: Canvas, x: float, y: float) -> None:
    p = c.palette
    c.circle(x, y, 31, p.light)
    c.circle(x, y, 10, p.ink)
    spots = [
        (x + 24 * math.sin(k * 1.257 + 0.6), y + 24 * math.cos(k * 1.257 + 0.6)) for k in range(5)
    ]
    c.dots(spots, 5, p.ink)
    c.line("".join(f"M{x:.0f} {y:.0f}L{a:.0f} {b:.0f}" for a, b in spots), p.ink, 2)
