"""A city in three depths across a river, with its lights on."""

from newsroom.demo.pictures import backdrop
from newsroom.demo.pictures.canvas import Box, Canvas
from newsroom.demo.pictures.palette import mix

BANK = 530


def skyline(c: Canvas) -> None:
    p = c.palette
    light = c.rng.uniform(200, 1000)
    backdrop.sky(c, BANK)
    backdrop.sun(c, light, c.rng.uniform(180, 330), c.rng.uniform(60, 120))
    backdrop.clouds(c, 190, 4)
    _row(c, mix(p.far, p.glow, 0.45), (150, 330), (45, 90), windows=False)
    _row(c, mix(p.far, p.mid, 0.4), (110, 290), (60, 110), windows=True)
    _row(c, p.near, (50, 190), (70, 140), windows=True)
    backdrop.water(c, BANK, light)
    _bridge(c)


def _row(
    c: Canvas, colour: str, heights: tuple[int, int], widths: tuple[int, int], *, windows: bool
) -> None:
    x, bodies, lit = -20.0, list[Box](), list[Box]()
    while x < 1200:
        w, h = c.rng.uniform(*widths), c.rng.uniform(*heights)
        bodies.append((x, BANK - h, w, h))
        bodies += _roof(c, x, BANK - h, w)
        if windows:
            lit += _windows(c, x, BANK - h, w, h)
        x += w + c.rng.choice([-1, -1, 14])
    c.boxes(bodies, colour)
    c.boxes(lit, c.palette.sun, 0.8)


def _roof(c: Canvas, x: float, y: float, w: float) -> list[Box]:
    style = c.rng.randrange(4)
    if style == 0:
        return [(x + w * 0.2, y - 22, w * 0.6, 23), (x + w * 0.35, y - 38, w * 0.3, 17)]
    if style == 1:
        return [(x + w / 2 - 2, y - 60, 4, 61)]
    if style == 2:
        return [(x + w * 0.6, y - 16, w * 0.25, 17)]
    return []


def _windows(c: Canvas, x: float, y: float, w: float, h: float) -> list[Box]:
    found: list[Box] = []
    for row in range(int(h // 24)):
        for column in range(int((w - 16) // 18)):
            if c.rng.random() < 0.26:
                found.append((x + 11 + column * 18, y + 14 + row * 24, 8, 12))
    return found


def _bridge(c: Canvas) -> None:
    p = c.palette
    c.boxes([(0, 588, 1200, 14)], p.ink)
    piers = [(170, 500, 22, 150), (590, 500, 22, 150), (1010, 500, 22, 150)]
    c.boxes(piers, p.ink)
    cables = "".join(f"M{x} 505Q{x + 210} 660 {x + 420} 505" for x in (-239, 181, 601, 1021))
    c.line(cables, p.ink, 5)
    hangers = "".join(
        f"M{x + step} {505 + 77 * (1 - (step / 210 - 1) ** 2):.0f}V588"
        for x in (-239, 181, 601, 1021)
        for step in range(42, 420, 42)
    )
    c.line(hangers, p.ink, 2, 0.8)
