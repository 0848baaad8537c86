"""Experiments that split by article, never by reader: nobody has to be recognised to take part.

Whoever reads an article gets the same list; of two articles one may have its list made one way and
one the other.
"""

import hashlib
import math
from typing import Literal

Arm = Literal["a", "b"]
# Of a normal distribution: 95 % lie within.
Z = 1.959964


def arm_of(article: int, experiment: int) -> Arm:
    """The same half for ever; another experiment halves the articles another way."""
    digest = hashlib.blake2b(f"{experiment}:{article}".encode(), digest_size=1).digest()
    return "b" if digest[0] & 1 else "a"


def wilson(clicked: int, shown: int) -> tuple[float, float]:
    """The 95 % interval of a rate; (0, 1) where nothing was shown."""
    if shown <= 0:
        return 0.0, 1.0
    rate = min(max(clicked / shown, 0.0), 1.0)
    weight = Z * Z / shown
    middle = rate + weight / 2
    reach = Z * math.sqrt(rate * (1 - rate) / shown + weight / (4 * shown))
    return max(0.0, (middle - reach) / (1 + weight)), min(1.0, (middle + reach) / (1 + weight))
