"""How often a rule was right, and how sure that is (Wilson, 1927)."""

from dataclasses import dataclass
from math import sqrt

Z = 1.96  # 95 %
FEWEST = 10  # hits that a person decided; fewer say nothing


@dataclass(frozen=True)
class Precision:
    """``low`` and ``high`` hold the true share of ``agreed`` 19 times of 20."""

    agreed: int
    overturned: int

    @property
    def judged(self) -> int:
        return self.agreed + self.overturned

    @property
    def share(self) -> float | None:
        return self.agreed / self.judged if self.judged else None

    @property
    def low(self) -> float:
        return wilson(self.agreed, self.judged)[0]

    @property
    def high(self) -> float:
        return wilson(self.agreed, self.judged)[1]

    def is_surely_below(self, floor: float) -> bool:
        """Whether even the best that can be thought of it is not good enough."""
        return self.judged >= FEWEST and self.high < floor


def wilson(hits: int, of: int) -> tuple[float, float]:
    """The 95 % interval of a share; (0, 1) of nothing."""
    if not of:
        return 0.0, 1.0
    share = hits / of
    middle = share + Z * Z / (2 * of)
    spread = Z * sqrt(share * (1 - share) / of + Z * Z / (4 * of * of))
    scale = 1 + Z * Z / of
    return max(0.0, (middle - spread) / scale), min(1.0, (middle + spread) / scale)
