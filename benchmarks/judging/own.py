"""Sentences of our own, to train a prior with: what spam of many kinds says, in ten languages, and
what readers of a newspaper write, about the same things too."""

from pathlib import Path
from random import Random

from comments.learning.domains import CITED
from judging.streams import Comment

TEXTS = Path(__file__).with_name("texts")
# Hosts are made up, each its own: none is to be learned.
SYLLABLES = ("ka", "lo", "mi", "ter", "van", "so", "bex", "ril", "qua", "po", "net", "dra", "sun")
ENDINGS = (
    "com", "net", "org", "info", "ru", "xyz", "top", "site", "online", "shop", "club", "io", "co",
    "biz", "de", "fr", "it", "es",
)  # fmt: skip
FORMS = ("https://{}/{}", "http://{}/{}", "https://www.{}/{}", "http://{}", "{}")


def own_sentences() -> list[Comment]:
    """The same each time."""
    random = Random(0)
    return [
        Comment(_filled(line, random), spam)
        for name, spam in (("spam", True), ("good", False))
        for line in (TEXTS / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    ]


def _filled(line: str, random: Random) -> str:
    while "{link}" in line:
        line = line.replace("{link}", _link(random), 1)
    return line.replace("{source}", f"https://www.{random.choice(CITED)}/{_made_up(random)}")


def _link(random: Random) -> str:
    host = f"{_made_up(random)}{random.choice(('', '', random.randrange(100)))}"
    form = random.choice(FORMS)
    return form.format(f"{host}.{random.choice(ENDINGS)}", _made_up(random))


def _made_up(random: Random) -> str:
    return "".join(random.choices(SYLLABLES, k=3))
