"""Colours by section, so that a page of mixed stories still reads at a glance."""

from dataclasses import dataclass
from random import Random


@dataclass(frozen=True)
class Palette:
    """Nine colours as #rrggbb, from the air down to the foreground."""

    sky: str
    glow: str
    sun: str
    far: str
    mid: str
    near: str
    ink: str
    accent: str
    light: str


def _palette(colours: str) -> Palette:
    return Palette(*colours.split())


PALETTES: dict[str, list[Palette]] = {
    "markets": [
        _palette("#0f4c5c #e9c98f #f6e3b4 #3f7f86 #1f5f66 #12434b #0a2a31 #e36414 #fbf3dd"),
        _palette("#143d38 #9fc9a8 #f4d58d #3c7a68 #245c50 #163f38 #0b2420 #f0a202 #f6f1df"),
    ],
    "crypto": [
        _palette("#241a52 #c66aa5 #ffc971 #5a4699 #3d2f7a #281f57 #150f33 #ff9f1c #f7ecff"),
        _palette("#131b4d #5b6ee1 #8be8e0 #3b4aa8 #27337f #1a2359 #0c1131 #f25f9c #eaf0ff"),
    ],
    "politics": [
        _palette("#1d3354 #e8b4a0 #f7dcc0 #57719a #34507a #22375a #121f36 #b3253c #faf0e6"),
        _palette("#3b1f3a #d98f8f #f6cfa6 #75527a #54365a #382340 #1f1226 #e0a030 #fbeee6"),
    ],
    "city": [
        _palette("#27548a #f7b787 #ffe2ac #6b86ad #46638f #2c456e #182844 #d1495b #fff4e2"),
        _palette("#7a3b3b #f2b880 #ffe0a8 #a8655a #7d4540 #572e30 #331b20 #2a9d8f #fff1dc"),
    ],
    "world": [
        _palette("#1b4965 #f2cc8f #fff0c2 #62929e #3d6f80 #274f60 #142f3c #e07a5f #fdf6e3"),
        _palette("#5f3b1f #f0b35a #ffe3a3 #a9743c #7f5329 #573819 #33200d #1f7a8c #fff3d6"),
    ],
    "science": [
        _palette("#0b3c6f #6fd0d6 #f2ffe9 #3a83ad #23628c #15456a #0a2744 #ff7f6a #eefcff"),
        _palette("#1c2f5e #8fb6f0 #fff3c9 #5476b5 #385791 #243c6b #121f3d #35d0ba #f0f6ff"),
    ],
    "culture": [
        _palette("#5b1f4a #f0a1a8 #ffd9a0 #96507f #713460 #4d2145 #2b1128 #f2b134 #fff0e8"),
        _palette("#254441 #e7b894 #ffe6b8 #5f8a7c #43695f #2f4c46 #182b28 #ef5b5b #fdf3e1"),
    ],
    "food": [
        _palette("#8c2f1b #f6b26b #ffe2a6 #bb5f38 #914126 #662a1a #3b170f #6a994e #fff3de"),
        _palette("#3d4a2a #e9c46a #fff0bd #7a8a4f #586a38 #3e4c28 #232c16 #d1495b #fbf6e0"),
    ],
    "sport": [
        _palette("#0d3b2e #b8d98a #fff3b0 #3f8a5a #2a6b47 #1a4d34 #0c2a1e #ff7b29 #f6fbe8"),
        _palette("#14325c #f2a65a #ffe0a3 #4d79a8 #31588a #1f3d66 #0f2140 #8ac926 #fdf5e3"),
    ],
    "technology": [
        _palette("#12223f #5aa9e6 #d9f7ff #40679e #2a4a7c #1b335a #0c1a33 #3ddc97 #edf7ff"),
        _palette("#2a2140 #a78bda #ffd6e8 #66559a #493b78 #322855 #1a1430 #ffb703 #f5f0ff"),
    ],
}


def choose(seed: str, rng: Random) -> Palette:
    """The palette of the section that stands before the seed's first ":"; any where none does."""
    section = seed.partition(":")[0]
    if section in PALETTES:
        return rng.choice(PALETTES[section])
    return rng.choice([one for shelf in PALETTES.values() for one in shelf])


def mix(one: str, other: str, share: float) -> str:
    """A colour between two; share 0 is the first, 1 the second."""
    pairs = ((int(one[i : i + 2], 16), int(other[i : i + 2], 16)) for i in (1, 3, 5))
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)
