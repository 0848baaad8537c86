"""What a new site starts from: the prior that ships with Newsroom (docs/model-card.md)."""

from functools import cache
from pathlib import Path

from comments.learning.model import Model

PATH = Path(__file__).with_name("prior.bin")


@cache
def prior() -> Model:
    """The shipped prior. Raises LearningError where its file is damaged."""
    return Model.unpack(PATH.read_bytes())
