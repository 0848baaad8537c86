"""The statement of reasons on a page: on the receipt, and where the link in a mail leads."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from comments.models import Comment
from comments.notify.letter import day_and_hour
from comments.notify.letters.answered import says
from comments.notify.letters.refused import sentences
from comments.notify.words import Words, words
from comments.reading.statement import answered, statement
from comments.services.threads import policy_of


@dataclass(frozen=True)
class Shown:
    """``offer``: until when one may appeal; '' where one may not. ``state``: where an appeal that
    was made stands, and what the newsroom said to it."""

    say: Words
    lines: list[str]
    offer: str
    state: list[str]

    @property
    def labels(self) -> dict[str, str]:
        names = ("why", "ask", "label", "send")
        return {name: self.say.t(f"p_appeal_{name}") for name in names}


def shown(comment: Comment, now: datetime) -> Shown | None:
    """None where it is not refused, and no appeal was answered."""
    article = comment.thread.article
    say, policy = words(article.language), policy_of(comment.thread.site_id)
    found, last = statement(comment, policy, now), answered(comment)
    if found is None:
        return Shown(say, [], "", _ended(last, say)) if last else None
    until = say.t("appeal_offer", until=day_and_hour(found.until)) if found.until else ""
    ended = _ended(last, say) if found.appeal != "none" else []
    state = [say.t("appeal_open")] if found.appeal == "open" else ended
    return Shown(say, sentences(found, say, article.site.name), until, state)


def _ended(last: Any, say: Words) -> list[str]:
    if last is None:
        return []
    return [say.t(f"appeal_{last.state}"), *says(last, say)]
