"""A floodlit ground on a match night."""

from newsroom.demo.pictures import backdrop
from newsroom.demo.pictures.canvas import Canvas
from newsroom.demo.pictures.palette import mix


def stadium(c: Canvas) -> None:
    backdrop.night(c, 40)
    c.halo(600, 420, 640, c.palette.glow, 0.5)
    _stand(c)
    _pitch(c)
    _floodlights(c)


def _stand(c: Canvas) -> None:
    p = c.palette
    c.path("M-20 290Q600 150 1220 290V480H-20z", p.ink)
    c.path("M-20 300Q600 190 1220 300V500Q600 400 -20 500z", p.near)
    crowd: list[list[tuple[float, float]]] = [[], [], []]
    for row in range(9):
        for step in range(78):
            x = step * 15.6 + (row % 2) * 7
            y = 316 + row * 16 - 88 * (1 - (x / 600 - 1) ** 2) * (1 - row * 0.03)
            if c.rng.random() < 0.62:
                crowd[c.rng.choice([0, 0, 1, 1, 2])].append((round(x), round(y)))
    c.dots(crowd[0], 4.6, mix(p.light, p.mid, 0.35))
    c.dots(crowd[1], 4.6, p.far)
    c.dots(crowd[2], 4.6, p.accent)
    c.line("M-20 292Q600 152 1220 292", mix(p.far, p.light, 0.4), 10)


def _pitch(c: Canvas) -> None:
    p = c.palette
    grass = mix("#3f8f4f", p.mid, 0.25)
    c.path("M-20 492Q600 396 1220 492V700H-20z", p.accent)
    c.path("M-20 512Q600 418 1220 512V700H-20z", grass)
    for i in range(-6, 7, 2):
        near, far = 600 + i * 210, 600 + i * 100
        c.shape([(far, 452), (far + 100, 452), (near + 210, 690), (near, 690)], p.light, 0.1)
    lines = "M-20 660H1220M600 452V690"
    c.line(lines, p.light, 4, 0.85)
    c.line("M370 600a230 66 0 1 0 460 0a230 66 0 1 0 -460 0", p.light, 4, 0.85)
    side = c.rng.choice([-1, 1])
    for _ in range(7):
        _player(c, 600 + side * c.rng.uniform(-480, 480), c.rng.uniform(500, 610))
    c.circle(600 + side * 60, 626, 7, p.light)


def _player(c: Canvas, x: float, y: float) -> None:
    p = c.palette
    size = (y - 380) / 200
    shirt = c.rng.choice([p.accent, p.light])
    c.oval(x, y + 24 * size, 16 * size, 4 * size, p.ink, 0.35)
    c.line(
        f"M{x - 5 * size:.0f} {y + 22 * size:.0f}L{x:.0f} {y:.0f}l{7 * size:.0f} {22 * size:.0f}",
        p.ink,
        5 * size,
    )
    c.panel((x - 7 * size, y - 26 * size, 14 * size, 28 * size), 5 * size, shirt)
    c.circle(x, y - 33 * size, 6 * size, mix(p.ink, "#c98b62", 0.55))


def _floodlights(c: Canvas) -> None:
    p = c.palette
    for x, lean in ((140, 1), (1060, -1)):
        beam = c.fade(p.light, p.light, clear=(0.45, 0))
        c.shape(
            [(x - 40, 96), (x + 40, 96), (x + 420 * lean + 260, 620), (x + 420 * lean - 260, 620)],
            beam,
        )
        c.boxes([(x - 5, 96, 10, 210)], p.ink)
        c.halo(x, 84, 150, p.light, 0.75)
        c.panel((x - 56, 52, 112, 62), 6, p.ink)
        c.dots([(x - 36 + 24 * i, 70 + 27 * j) for i in range(4) for j in range(2)], 9, p.light)
