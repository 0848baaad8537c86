"""The newsroom's own answer to one reader, in private."""

from collections.abc import Sequence
from datetime import datetime

from comments.models import Comment, Correction, Mail
from comments.notify.letter import Item, Letter
from comments.notify.to_one import to_one
from comments.notify.words import Words


def unwanted(mail: Mail, now: datetime) -> str | None:
    found = _answered(mail.comment) if mail.comment is not None else None
    return None if found is not None else "not_answered"


def letter(mails: Sequence[Mail], now: datetime) -> Letter:
    return to_one(mails, "corrected_subject", _item)


def _item(comment: Comment, said: Words) -> Item:
    found, article = _answered(comment), comment.thread.article
    assert found is not None
    return Item(
        heading=said.t("corrected_intro", title=article.title),
        url=article.url,
        button=said.t("p_back"),
        lines=found.answer.splitlines(),
    )


def _answered(comment: Comment) -> Correction | None:
    """Its newest answer by mail."""
    return Correction.objects.filter(comment=comment, told=Correction.Told.MAIL).first()
