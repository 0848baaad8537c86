"""The statement of reasons, with the way to an appeal. No word of the comment stands in it: the
address may be a stranger's."""

from collections.abc import Sequence
from datetime import datetime

from comments.models import Mail
from comments.notify.letter import Item, Letter, day_and_hour
from comments.notify.ways import link, way_out
from comments.notify.words import Words, words
from comments.reading.statement import Statement, statement
from comments.services import links
from comments.services.threads import policy_of
from comments.states import Status

PURPOSE = "appeal"


def unwanted(mail: Mail, now: datetime) -> str | None:
    return None if _statement(mail, now) else "not_refused"


def letter(mails: Sequence[Mail], now: datetime) -> Letter:
    said, first = words(mails[0].language), mails[0]
    found = _statement(first, now)
    assert found is not None
    return Letter(
        words=said,
        subject=said.t(_kind(found, "subject"), site=first.site.name),
        intro=[],
        items=[_item(mail, said, now) for mail in mails],
        signature=said.t("signature", site=first.site.name),
        stop_text=said.t("stop_box"),
        stop_url=way_out(f"m{first.pk}"),
    )


def sentences(found: Statement, said: Words, site: str) -> list[str]:
    """What was decided, by which rule and by whom; the same on every page and in every mail."""
    lines = [said.t(found.why)]
    lines += [said.t("by_machine") if found.automated else said.t("by_person", site=site)]
    return lines + [said.t("by_reports")] * found.reported


def _item(mail: Mail, said: Words, now: datetime) -> Item:
    found, comment = _statement(mail, now), mail.comment
    assert found is not None and comment is not None
    article, site = comment.thread.article, mail.site.name
    lines = sentences(found, said, site)
    if found.until is None:
        url, button = article.url, said.t("p_back")
    else:
        token, _ = links.issue(
            PURPOSE, mail.site_id, mail.address, now, expires=found.until, comment=comment
        )
        url, button = link("appeal", token), said.t("appeal_button")
        lines.append(said.t("appeal_offer", until=day_and_hour(found.until)))
    heading = said.t(_kind(found, "intro"), title=article.title)
    return Item(heading=heading, url=url, button=button, lines=lines)


def _kind(found: Statement, what: str) -> str:
    return f"removed_{what}" if found.status is Status.REMOVED else f"refused_{what}"


def _statement(mail: Mail, now: datetime) -> Statement | None:
    if mail.comment is None:
        return None
    return statement(mail.comment, policy_of(mail.site_id), now)
