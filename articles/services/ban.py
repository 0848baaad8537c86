"""ban, unban: what an editor will not see together, or nowhere at all."""

from dataclasses import replace
from datetime import datetime

from articles.models import Article
from articles.services.steer import (
    NotSteered,
    Standing,
    Steered,
    User,
    beside,
    steer,
    without_pin,
)


def ban(
    article: Article, other: Article, by: User, now: datetime, *, seen: int | None = None
) -> Steered | NotSteered:
    """Neither is offered beside the other any more; a pin of ``other`` goes."""

    def edit(state: Standing) -> Standing:
        return replace(without_pin(state, other.pk), bans=state.bans | {other.pk})

    return beside(article, other) or steer(
        article, "ban", edit, by, now, touching=[other.pk], seen=seen
    )


def unban(
    article: Article, other: Article, by: User, now: datetime, *, seen: int | None = None
) -> Steered | NotSteered:
    """Lifts a ban of the pair, whichever of the two it was given at."""

    def edit(state: Standing) -> Standing:
        return replace(state, bans=state.bans - {other.pk})

    return steer(article, "unban", edit, by, now, touching=[other.pk], seen=seen)


def ban_everywhere(
    article: Article, by: User, now: datetime, *, seen: int | None = None
) -> Steered | NotSteered:
    """The article is in nobody's list; its own page goes on showing others."""
    return steer(
        article, "ban_everywhere", lambda state: replace(state, nowhere=True), by, now, seen=seen
    )


def unban_everywhere(
    article: Article, by: User, now: datetime, *, seen: int | None = None
) -> Steered | NotSteered:
    return steer(
        article, "unban_everywhere", lambda state: replace(state, nowhere=False), by, now, seen=seen
    )
