"""Editorial illustrations for the demo's articles, drawn here so that none needs a licence."""

from random import Random

from newsroom.demo.pictures.canvas import HEIGHT, WIDTH, Canvas
from newsroom.demo.pictures.palette import choose
from newsroom.demo.pictures.scenes import SCENES

__all__ = ["KINDS", "draw"]

KINDS = tuple(sorted(SCENES))


def draw(seed: str, kind: str, width: int = WIDTH, height: int = HEIGHT) -> str:
    """An SVG document, the same for the same arguments.

    `kind` is one of KINDS (KeyError otherwise). A seed "markets:anything" takes that section's
    colours. Other proportions than 16:9 are cropped from the middle.
    """
    rng = Random(f"{kind}/{seed}")  # noqa: S311 - draws pictures, guards nothing
    canvas = Canvas(rng, choose(seed, rng))
    SCENES[kind](canvas)
    return canvas.svg(width, height)
