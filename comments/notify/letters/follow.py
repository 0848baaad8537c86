"""Asks the owner of an address whether they want mail of a conversation: the second yes of two."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from comments.models import Mail, Subscription
from comments.notify.letter import Item, Letter
from comments.notify.letters.asking import asking
from comments.notify.ways import link
from comments.notify.words import Words
from comments.services import links
from comments.services.follow import asked_with
from comments.states import Status

PURPOSE = "follow"


def unwanted(mail: Mail, now: datetime) -> str | None:
    if mail.comment is None or mail.comment.status != Status.PUBLISHED:
        return "not_published"
    if not mail.comment.thread.article.has_page(now):
        return "article_withdrawn"
    return None if asked_with(mail.comment).exists() else "not_asked"


def letter(mails: Sequence[Mail], now: datetime) -> Letter:
    return asking("follow", mails, partial(_item, now=now), not_you="me_not_you")


def _item(mail: Mail, said: Words, *, now: datetime) -> Item:
    comment = mail.comment
    assert comment is not None
    token, _ = links.issue(PURPOSE, mail.site_id, mail.address, now, comment=comment)
    thread = asked_with(comment).filter(kind=Subscription.Kind.THREAD).exists()
    title = comment.thread.article.title
    return Item(
        heading=said.t("follow_thread" if thread else "follow_replies", title=title),
        url=link("follow", token),
        button=said.t("follow_button"),
    )
