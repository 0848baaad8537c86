"""Columns and a pediment, with the afternoon lying across the steps."""

from newsroom.demo.pictures import backdrop
from newsroom.demo.pictures.canvas import HEIGHT, WIDTH, Canvas
from newsroom.demo.pictures.palette import mix


def court(c: Canvas) -> None:
    p = c.palette
    backdrop.sky(c, 600)
    backdrop.sun(c, c.rng.choice([130, 1070]), c.rng.uniform(120, 240), c.rng.uniform(60, 90))
    backdrop.clouds(c, 220, 5)
    backdrop.hills(c, 500, 20, mix(p.far, p.glow, 0.3))
    _temple(c, c.rng.choice([6, 7, 8]))
    _steps(c)
    for _ in range(c.rng.randrange(2, 5)):
        _person(c, c.rng.uniform(230, 970), c.rng.uniform(590, 640))


def _temple(c: Canvas, columns: int) -> None:
    p = c.palette
    stone, shade = mix(p.light, p.glow, 0.25), mix(p.far, p.light, 0.3)
    c.boxes([(210, 270, 780, 290)], p.near)
    c.boxes([(545, 360, 110, 200)], p.ink)
    gap = 740 / columns
    for i in range(columns + 1):
        x = 230 + i * gap - 22
        c.boxes([(x, 262, 44, 288)], c.fade(stone, shade, across=True))
        c.boxes([(x - 7, 252, 58, 16), (x - 7, 540, 58, 18)], stone)
        c.boxes([(x + 11, 270, 3, 268), (x + 21, 270, 3, 268), (x + 31, 270, 3, 268)], p.mid, 0.25)
    c.boxes([(180, 216, 840, 40)], stone)
    c.boxes([(180, 246, 840, 8)], shade)
    c.shape([(160, 216), (600, 84), (1040, 216)], stone)
    c.shape([(250, 206), (600, 106), (950, 206)], shade)
    _scales(c)


def _scales(c: Canvas) -> None:
    ink = c.palette.ink
    c.line("M600 128V196M572 198H628M540 146Q600 128 660 146", ink, 5)
    c.line("M540 146l-18 34h36zM660 146l-18 34h36z", ink, 3)
    c.path("M518 180h44a22 16 0 0 1 -44 0zM638 180h44a22 16 0 0 1 -44 0z", c.palette.accent)


def _steps(c: Canvas) -> None:
    p = c.palette
    for i in range(5):
        top = 558 + i * 25
        share = 0.15 + i * 0.13
        c.boxes([(170 - i * 42, top, 860 + i * 84, 25)], mix(p.light, p.mid, share))
        c.boxes([(170 - i * 42, top, 860 + i * 84, 4)], p.light, 0.8)
    c.shape([(0, 675), (0, 640), (WIDTH, 660), (WIDTH, HEIGHT)], p.ink, 0.25)


def _person(c: Canvas, x: float, foot: float) -> None:
    p = c.palette
    coat = c.rng.choice([p.ink, p.accent, p.near])
    c.shape([(x, foot), (x + 130, foot + 26), (x + 140, foot + 18), (x + 8, foot - 8)], p.ink, 0.25)
    c.line(f"M{x - 5:.0f} {foot:.0f}l4 -34M{x + 7:.0f} {foot:.0f}l-4 -34", p.ink, 7)
    c.shape(
        [(x - 15, foot - 26), (x - 9, foot - 74), (x + 9, foot - 74), (x + 15, foot - 26)], coat
    )
    c.circle(x, foot - 84, 10, mix(p.ink, "#c98b62", 0.6))
