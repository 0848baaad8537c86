"""Stalls under lanterns."""

from newsroom.demo.pictures import backdrop
from newsroom.demo.pictures.canvas import WIDTH, Box, Canvas
from newsroom.demo.pictures.palette import mix


def market(c: Canvas) -> None:
    p = c.palette
    backdrop.night(c, 45)
    _houses(c)
    c.halo(600, 430, 620, p.sun, 0.55)
    c.boxes([(0, 560, WIDTH, 115)], c.fade(mix(p.near, p.accent, 0.25), p.ink))
    for i, x in enumerate((-40, 270, 580, 890)):
        _stall(
            c, x + c.rng.uniform(-10, 10), (p.accent, p.sun, p.far)[(i + c.rng.randrange(3)) % 3]
        )
    _lanterns(c)
    for i in c.rng.sample(range(14), 8):
        _walker(c, 60 + 83 * i + c.rng.uniform(-14, 14), c.rng.uniform(628, 662))


def _houses(c: Canvas) -> None:
    p = c.palette
    x, windows = -30.0, list[Box]()
    while x < WIDTH:
        w, h = c.rng.uniform(110, 190), c.rng.uniform(250, 380)
        top = 560 - h
        c.shape(
            [(x, 560), (x, top), (x + w / 2, top - 50), (x + w, top), (x + w, 560)],
            mix(p.near, p.ink, c.rng.random()),
        )
        windows += [
            (x + w * share, top + 26 + 54 * row, 20, 30)
            for share in (0.2, 0.6)
            for row in range(3)
            if c.rng.random() < 0.5
        ]
        x += w
    c.boxes(windows, p.sun, 0.6)


def _stall(c: Canvas, x: float, colour: str) -> None:
    p = c.palette
    w, top = 280, 370
    c.boxes([(x + 14, top, 8, 210), (x + w - 22, top, 8, 210)], p.ink)
    c.boxes([(x + 22, top + 40, w - 44, 110)], mix(p.sun, p.accent, 0.3), 0.55)
    c.path(_stripes(x, top, range(0, 7, 2)), colour)
    c.path(_stripes(x, top, range(1, 7, 2)), p.light)
    c.boxes([(x + 6, top + 136, w - 12, 76)], mix(p.near, p.accent, 0.3))
    c.boxes([(x, top + 128, w, 12)], p.light)
    for i in range(3):
        left = x + 44 + i * 84
        heap = [(left + 18 * k, top + 120) for k in range(4)]
        heap += [(left + 18 * k + 9, top + 106) for k in range(3)]
        c.dots(heap, 10, c.rng.choice([p.accent, p.sun, p.glow, p.far]))
    _seller(c, x + c.rng.uniform(90, 190), top + 126)


def _stripes(x: float, top: float, places: range) -> str:
    awning = "h37l-9 60v14a20 20 0 0 1 -40 0v-14z"
    return "".join(f"M{x + 40 * i + 12:.0f} {top - 60}{awning}" for i in places)


def _seller(c: Canvas, x: float, y: float) -> None:
    p = c.palette
    c.path(f"M{x - 24:.0f} {y:.0f}v-26a24 24 0 0 1 48 0v26z", p.ink)
    c.circle(x, y - 62, 15, mix(p.ink, "#c98b62", 0.55))


def _lanterns(c: Canvas) -> None:
    p = c.palette
    for y, sag in ((120, 90), (205, 70)):
        c.line(f"M-10 {y}Q600 {y + 2 * sag} 1210 {y - 20}", p.ink, 3)
        spots = [_on_string(i / 10, y, sag) for i in range(1, 10)]
        c.rng.shuffle(spots)
        c.dots(spots, 44, p.sun, 0.13)
        c.dots(spots[:5], 19, p.sun)
        c.dots(spots[5:], 19, p.accent)
        c.boxes(
            [(a - 8, b - 24, 16, 6) for a, b in spots] + [(a - 8, b + 18, 16, 6) for a, b in spots],
            p.ink,
        )


def _on_string(t: float, y: float, sag: float) -> tuple[float, float]:
    low = (1 - t) ** 2 * y + 2 * t * (1 - t) * (y + 2 * sag) + t * t * (y - 20)
    return round(1220 * t - 10), round(low + 26)


def _walker(c: Canvas, x: float, foot: float) -> None:
    p = c.palette
    coat = c.rng.choice([p.ink, p.near, p.accent, p.far, mix(p.sun, p.ink, 0.3)])
    tall = c.rng.uniform(100, 124)
    c.line(f"M{x - 6:.0f} {foot:.0f}l5 -44M{x + 9:.0f} {foot:.0f}l-6 -44", p.ink, 10)
    c.path(
        f"M{x - 19:.0f} {foot - 36:.0f}l4 {-(tall - 62):.0f}a15 15 0 0 1 30 0l4 {tall - 62:.0f}z",
        coat,
    )
    c.circle(x, foot - tall + 4, 13, mix(p.ink, "#c98b62", c.rng.uniform(0.3, 0.8)))
