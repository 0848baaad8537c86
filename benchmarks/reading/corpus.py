"""The same words for every system: fifty articles, a hundred comments under the first."""

from collections.abc import Iterator
from random import Random

ARTICLES = 50
LONG, SHORT = 100, 3
SEED = (
    "council vote budget school river evening bridge train street energy price water reason point"
)


def comments_of(article: int) -> Iterator[tuple[int, int | None, str, str]]:
    """(number, number of the one it answers, name, text of some 300 characters)"""
    rng = Random(article)
    for number in range(LONG if article == 0 else SHORT):
        above = rng.randrange(number) if number and rng.random() < 0.5 else None
        text = " ".join(rng.choices(SEED.split(), k=48)).capitalize() + "."
        yield number, above, f"Reader {rng.randrange(40)}", text
