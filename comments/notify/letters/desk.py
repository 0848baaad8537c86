"""Tells the desk what waits, with a link to each that shows and lets decide."""

from collections.abc import Sequence
from datetime import datetime

from comments import text
from comments.models import Mail
from comments.notify.letter import Item, Letter, shortened
from comments.notify.ways import link
from comments.notify.words import Words, words
from comments.services import links
from comments.services.threads import policy_of
from comments.states import Status

PURPOSE = "desk"


def unwanted(mail: Mail, now: datetime) -> str | None:
    if mail.comment is None or mail.comment.status != Status.HELD:
        return "no_longer_waits"
    told = policy_of(mail.site_id).moderator_mails
    return None if mail.address in told else "not_on_the_desk"


def letter(mails: Sequence[Mail], now: datetime) -> Letter:
    said = words(mails[0].language)
    return Letter(
        words=said,
        subject=_subject(mails, said),
        intro=[said.t("desk_intro")],
        items=[_item(mail, said, now) for mail in mails],
        outro=[said.t("desk_note")],
        signature=said.t("signature", site=mails[0].site.name),
    )


def _subject(mails: Sequence[Mail], said: Words) -> str:
    comment = mails[0].comment
    assert comment is not None
    if len(mails) > 1:
        return said.t("desk_subject_more", n=len(mails), site=mails[0].site.name)
    return said.t("desk_subject", title=shortened(comment.thread.article.title, 120))


def _item(mail: Mail, said: Words, now: datetime) -> Item:
    comment = mail.comment
    assert comment is not None
    token, _ = links.issue(PURPOSE, mail.site_id, mail.address, now, comment=comment)
    decision = comment.decisions.first()
    reasons = ", ".join(decision.reasons) if decision else ""
    return Item(
        heading=said.t("desk_item", name=comment.name, title=comment.thread.article.title),
        quote=shortened(text.plain(comment.body), 2000),
        url=link("desk", token),
        button=said.t("desk_button"),
        lines=[said.t("desk_why", reasons=reasons)],
    )
