"""Tells who answers for an article what a reader says of it."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings

from comments import text
from comments.models import Mail
from comments.notify.letter import Item, Letter, shortened
from comments.notify.words import Words, words
from comments.services.correction_desk import told_of
from comments.services.corrections import open_at


def unwanted(mail: Mail, now: datetime) -> str | None:
    if mail.comment is None or open_at(mail.comment) is None:
        return "no_longer_open"
    return None if mail.address in told_of(mail.comment) else "not_on_the_desk"


def letter(mails: Sequence[Mail], now: datetime) -> Letter:
    said, first = words(mails[0].language), mails[0]
    assert first.comment is not None
    title = shortened(first.comment.thread.article.title, 120)
    return Letter(
        words=said,
        subject=said.t("correction_subject", title=title),
        intro=[said.t("correction_intro")],
        items=[_item(mail, said) for mail in mails],
        signature=said.t("signature", site=first.site.name),
    )


def _item(mail: Mail, said: Words) -> Item:
    comment = mail.comment
    assert comment is not None
    row = open_at(comment)
    lines = [said.t(f"correction_{row.kind}")] if row else []
    if row and row.note:
        lines.append(said.t("correction_note", note=row.note))
    return Item(
        heading=said.t("desk_item", name=comment.name, title=comment.thread.article.title),
        quote=shortened(text.plain(comment.body), 2000),
        url=f"{settings.PUBLIC_URL}/panel/{mail.site.key}/corrections",
        button=said.t("correction_button"),
        lines=lines,
    )
