"""What rules look at: the words of one comment, and what is known around them."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Subject:
    """None: not known; a condition on it is then not met."""

    body: str
    name: str = ""
    website: str = ""
    links: tuple[str, ...] = ()
    approved: int = 0
    confirmed: bool = False
    is_reply: bool = False
    language: str = ""
    article_hours: float | None = None
    seconds_to_write: int | None = None
    author_hours: float | None = None
    section: str = ""
    """Its slug, which names those above it too: ``world/europe``."""
    score: float | None = None
    """The learned spam score, 0–1."""
