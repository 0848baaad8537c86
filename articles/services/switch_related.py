"""switch_related: an article's own list, on or off."""

from dataclasses import replace
from datetime import datetime

from articles.models import Article
from articles.services.steer import NotSteered, Steered, User, steer


def switch_related(
    article: Article, on: bool, by: User, now: datetime, *, seen: int | None = None
) -> Steered | NotSteered:
    """Off: nothing is shown beside the article, pins included; others may go on showing it."""
    action = "switch_on" if on else "switch_off"
    return steer(article, action, lambda state: replace(state, off=not on), by, now, seen=seen)
