"""Tells a follower what was published. Only to addresses whose owner agreed, twice."""

from collections.abc import Sequence
from datetime import datetime

from comments import text
from comments.models import Comment, Mail, Subscription
from comments.notify.followers import LETTER
from comments.notify.letter import Item, Letter, shortened
from comments.notify.ways import way_out
from comments.notify.words import Words, words
from comments.services.follow import ACTIVE, about, box_of
from comments.states import Status


def unwanted(mail: Mail, now: datetime) -> str | None:
    if mail.comment is None or mail.comment.status != Status.PUBLISHED:
        return "not_published"
    if not mail.comment.thread.article.has_page(now):
        return "article_withdrawn"
    return None if asked_by(mail) else "not_followed"


def asked_by(mail: Mail) -> list[Subscription]:
    """What the recipient follows that this comment belongs to, the narrower first."""
    comment = mail.comment
    assert comment is not None
    mine = Subscription.objects.filter(state=ACTIVE, box=box_of(mail.address))
    return list(mine.filter(about(comment)).order_by("kind"))


def letter(mails: Sequence[Mail], now: datetime) -> Letter:
    said = words(mails[0].language)
    site = mails[0].site.name
    followed = {one.pk: one for mail in mails for one in asked_by(mail)}
    alone = len(followed) == 1
    number = next(iter(followed))
    return Letter(
        words=said,
        subject=_subject(mails, said),
        intro=[said.t("reply_intro", site=site)],
        items=[_item(mail.comment, said) for mail in mails if mail.comment is not None],
        outro=[said.t("reply_more")] if len(mails) >= LETTER else [],
        signature=said.t("signature", site=site),
        stop_text=said.t("stop_follow") if alone else said.t("stop_all", site=site),
        stop_url=way_out(f"s{number}" if alone else f"a{number}"),
    )


def _subject(mails: Sequence[Mail], said: Words) -> str:
    site, comment = mails[0].site.name, mails[0].comment
    assert comment is not None
    if len(mails) > 1:
        return said.t("replies_subject", n=len(mails), site=site)
    if any(one.kind == Subscription.Kind.REPLIES for one in asked_by(mails[0])):
        return said.t("reply_subject", name=shortened(comment.name, 60), site=site)
    return said.t("thread_subject", title=comment.thread.article.title)


def _item(comment: Comment, said: Words) -> Item:
    article = comment.thread.article
    return Item(
        heading=said.t("reply_item", name=comment.name, title=article.title),
        quote=shortened(text.plain(comment.body)),
        url=f"{article.url}#comment-{comment.pk}",
        button=said.t("reply_button"),
    )
