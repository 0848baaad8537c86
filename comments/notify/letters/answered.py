"""How an appeal ended."""

from collections.abc import Sequence
from datetime import datetime

from comments.models import Appeal, Comment, Mail
from comments.notify.letter import Item, Letter
from comments.notify.to_one import to_one
from comments.notify.words import Words
from comments.reading.statement import answered

ENDS = (Appeal.State.GRANTED, Appeal.State.UPHELD)


def unwanted(mail: Mail, now: datetime) -> str | None:
    found = answered(mail.comment) if mail.comment is not None else None
    return None if found is not None and found.state in ENDS else "not_answered"


def letter(mails: Sequence[Mail], now: datetime) -> Letter:
    return to_one(mails, "answered_subject", _item)


def _item(comment: Comment, said: Words) -> Item:
    found, article = answered(comment), comment.thread.article
    assert found is not None
    granted = found.state == Appeal.State.GRANTED
    return Item(
        heading=article.title,
        url=f"{article.url}#comment-{comment.pk}" if granted else article.url,
        button=said.t("p_back"),
        lines=[said.t(f"appeal_{found.state}"), *says(found, said)],
    )


def says(appeal: Appeal, said: Words) -> list[str]:
    return [said.t("appeal_said", said=appeal.said)] if appeal.said else []
