"""Tells the desk which conversations run hot, and why."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings

from comments.heat import Heat
from comments.models import Mail
from comments.notify.letter import Item, Letter, shortened
from comments.notify.words import Words, words
from comments.reading.heat import HotThread, heat_now
from comments.services.threads import policy_of

MOST = 10


def unwanted(mail: Mail, now: datetime) -> str | None:
    if mail.address not in policy_of(mail.site_id).moderator_mails:
        return "not_on_the_desk"
    found = heat_now(mail.site_id)
    return None if found.threads or found.level >= Heat.HOT else "no_longer_hot"


def letter(mails: Sequence[Mail], now: datetime) -> Letter:
    site, said = mails[0].site, words(mails[0].language)
    found = heat_now(site.pk)
    intro = [said.t("heat_intro")]
    if found.level >= Heat.HOT:
        intro.append(said.t("heat_site", reasons=", ".join(found.reasons)))
    return Letter(
        words=said,
        subject=said.t("heat_subject", site=site.name),
        intro=intro,
        items=[_item(one, site.key, said) for one in found.threads[:MOST]],
        outro=[said.t("heat_note")],
        signature=said.t("signature", site=site.name),
    )


def _item(thread: HotThread, site_key: str, said: Words) -> Item:
    lines = [said.t("heat_why", reasons=", ".join(thread.reasons))]
    if thread.mode:
        lines.append(said.t(f"heat_{thread.mode}"))
    return Item(
        heading=shortened(thread.title, 200),
        url=f"{settings.PUBLIC_URL}/panel/{site_key}/",
        button=said.t("heat_button"),
        lines=lines,
    )
