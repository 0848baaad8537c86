"""set_tone: an editor knows better than the site's lists whether an article is sensitive."""

from dataclasses import replace
from datetime import datetime

from articles.models import Article
from articles.services.steer import NotSteered, Steered, User, steer
from articles.services.tones import BY_HAND


def set_tone(
    article: Article, tone: str, by: User, now: datetime, *, seen: int | None = None
) -> Steered | NotSteered:
    """``sensitive``, ``light``, ``plain``; empty: the site's lists decide again."""
    if tone and tone not in BY_HAND:
        return NotSteered("unknown_tone")
    return steer(article, "set_tone", lambda state: replace(state, tone=tone), by, now, seen=seen)
