"""order: the pins of an article as an editor has laid them out."""

from collections.abc import Sequence
from datetime import datetime

from articles.models import Article
from articles.services.pin import MOST_PINS
from articles.services.steer import NotSteered, Standing, Steered, User, steer


def order(
    article: Article, pins: Sequence[int], by: User, now: datetime, *, seen: int | None = None
) -> Steered | NotSteered:
    """Exactly these articles, by primary key, are pinned, in this order."""
    wanted = tuple(dict.fromkeys(pins))
    if article.pk in wanted:
        return NotSteered("itself")
    if len(wanted) > MOST_PINS:
        return NotSteered("too_many_pins")
    known = Article.objects.filter(pk__in=wanted, site_id=article.site_id).count()
    if known != len(wanted):
        return NotSteered("unknown_article")

    def edit(state: Standing) -> Standing | NotSteered:
        if state.bans.intersection(wanted):
            return NotSteered("banned")
        return Standing(wanted, state.bans, state.nowhere, state.off, state.tone)

    return steer(article, "order", edit, by, now, seen=seen)
