"""Asks the owner of an address whether a comment is theirs. Nothing that was typed stands in it."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from comments.models import Mail
from comments.notify.letter import Item, Letter, day_and_hour
from comments.notify.letters.asking import asking
from comments.notify.ways import link
from comments.notify.words import Words
from comments.services import links
from comments.services.confirm import PURPOSE
from comments.services.expire import deadline
from comments.states import Status


def unwanted(mail: Mail, now: datetime) -> str | None:
    if mail.comment is None or mail.comment.status != Status.UNCONFIRMED:
        return "no_longer_waits"
    return "too_late" if deadline(mail.comment) <= now else None


def letter(mails: Sequence[Mail], now: datetime) -> Letter:
    return asking("confirm", mails, partial(_item, now=now), not_you="not_you")


def _item(mail: Mail, said: Words, *, now: datetime) -> Item:
    comment = mail.comment
    assert comment is not None
    until = deadline(comment)
    token, code = links.issue(
        PURPOSE, mail.site_id, mail.address, now, expires=until, comment=comment
    )
    title = comment.thread.article.title
    return Item(
        heading=said.t("confirm_item", title=title, until=day_and_hour(until)),
        url=link("confirm", token),
        button=said.t("confirm_button"),
        lines=[said.t("confirm_code", code=f"{code[:3]} {code[3:]}")],
    )
