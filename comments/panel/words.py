"""Codes in words that a moderator reads at a glance."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from comments import text
from comments.desk_reasons import REFUSAL_REASONS
from comments.marked_words import Spot, marked
from comments.reading.beside import Spoke
from comments.reading.cards import Author, Card

FINDINGS = {
    "author_banned": "The author is banned",
    "author_shadowed": "The author is shadowed",
    "author_suspended": "The author is suspended",
    "author_watched": "The author is watched",
    "email_disposable": "A throw-away address",
    "email_role": "An address that several people read",
    "email_smtputf8": "An address with letters that few mail servers take",
    "email_typo": "The address seems to have a slip in it",
    "email_unconfirmed": "The address is not confirmed",
    "email_undeliverable": "The address does not receive mail",
    "every_comment_waits": "Every comment waits for a person here",
    "first_comment": "The author's first comment",
    "heated_thread": "The conversation runs hot",
    "honeypot": "A field was filled in that people cannot see",
    "like_spam": "Like what you call spam",
    "listed_word": "A word or rule of your list",
    "many_links": "Several links",
    "many_places": "Below many articles within minutes",
    "outside_concern": "A judge elsewhere calls it spam",
    "repeated_link": "Several people link to one place",
    "repeated_text": "The same text stands elsewhere",
    "scorer_missing": "A check could not be asked",
    "sender_blocked": "The address, domain or network is blocked",
    "written_too_quickly": "Written very quickly",
}
OTHERS = {
    "imported": "Brought from elsewhere",
    "no_concern": "Nothing spoke against it",
    "read_and_fine": "Read, and fine",
    "staff_reply": "An answer of the newsroom",
    "second_opinion": "Wants a second look",
    "spam": "Spam",
    "review_failed": "Judging it broke again and again",
    "judged_anew": "To be judged by the policy of today",
    "edited": "Its author changed it",
    "confirmed": "Its author confirmed the address",
    "withdrawn_by_author": "Its author took it back",
    "undone": "The decision before was undone",
}
REPORTS = {
    "spam": "spam",
    "abuse": "abuse",
    "off_topic": "off topic",
    "false": "false claim",
    "privacy": "privacy",
    "other": "another reason",
}
STATUSES = {
    "unconfirmed": "waits for its author's mail",
    "pending": "is being checked",
    "published": "published",
    "held": "waits for a person",
    "rejected": "rejected",
    "spam": "spam",
    "removed": "removed",
    "withdrawn": "taken back by its author",
}
STATES = {
    "trusted": "trusted",
    "watched": "watched",
    "suspended": "suspended",
    "banned": "banned",
    "shadowed": "shadowed",
}
# The verb that keeps a refusal as it is.
STANDS = {"rejected": "reject", "spam": "spam", "removed": "remove"}
LINKS = ("many_links", "repeated_link")
ASIDE = {"version", "milliseconds", "block"}


@dataclass(frozen=True)
class Line:
    """One finding: a sentence, and the words or figures behind it."""

    text: str
    behind: str = ""


@dataclass(frozen=True)
class ShownCard:
    """``html``: the words as readers would see them, with what drove the findings marked."""

    card: Card
    html: str
    status: str
    author: str
    lines: list[Line]
    reports: list[Line]
    urgency: str
    stand: str


def shown_card(card: Card) -> ShownCard:
    return ShownCard(
        card=card,
        html=marked_html(card),
        status=STATUSES.get(card.status, card.status),
        author=author_line(card.author),
        lines=lines(card),
        reports=[report_line(said.reason, said.count, said.notes) for said in card.reports],
        urgency=urgency_line(card.parts),
        stand=STANDS.get(card.status, ""),
    )


def marked_html(card: Card) -> str:
    reasons = {one.get("reason") for one in card.findings}
    links = next((words_for(code) for code in LINKS if code in reasons), "")
    if not card.spoke and not links:
        return card.html
    spots = [Spot(one.start, one.end, why_of(one)) for one in card.spoke]
    return marked(card.html, text.plain(card.body), spots, links)


def why_of(spoke: Spoke) -> str:
    if spoke.rule:
        return f"Your rule: {spoke.rule}"
    return f"Speaks for spam, {spoke.weight:+.1f}"


def words_for(code: str) -> str:
    """A sentence for a reason of any kind; the code itself where nobody wrote one."""
    known = {**FINDINGS, **OTHERS, **REFUSAL_REASONS}
    return known.get(code) or code.replace("_", " ").capitalize()


def lines(card: Card) -> list[Line]:
    """The machine's findings; without any, the reasons of the standing decision."""
    found = [Line(words_for(one.get("reason", "")), behind(one)) for one in card.findings]
    return found or [Line(words_for(reason)) for reason in card.reasons]


def behind(finding: Mapping[str, Any]) -> str:
    details = finding.get("details")
    if not isinstance(details, Mapping):
        return ""
    said = (_said(name, value) for name, value in details.items() if name not in ASIDE)
    return "; ".join(filter(None, said))


def _said(name: str, value: Any) -> str:
    if isinstance(value, str):
        return value if name in ("domain", "meant") else f"{name.replace('_', ' ')}: {value}"
    if isinstance(value, int | float):
        return f"{name.replace('_', ' ')}: {value}"
    if isinstance(value, list | tuple):
        return ", ".join(filter(None, (_one(item) for item in value[:8])))
    return ""


def _one(item: Any) -> str:
    """An entry of a list: a word, or a rule that matched."""
    if isinstance(item, Mapping):
        said = [item.get(name) for name in ("rule", "text", "word", "matched", "found")]
        return " → ".join(str(value) for value in said if isinstance(value, str) and value)
    return str(item)


def author_line(author: Author) -> str:
    said = [
        f"{author.published} published",
        f"{author.refused} refused",
        f"here since {author.since:%-d %B %Y}",
        "address confirmed" if author.confirmed else "address not confirmed",
    ]
    if author.state in STATES:
        said.insert(0, STATES[author.state])
    return " · ".join(said)


def report_line(reason: str, count: int, notes: Iterable[str]) -> Line:
    times = "once" if count == 1 else f"{count} times"
    return Line(f"Reported {times}: {REPORTS.get(reason, reason)}", " · ".join(notes))


def urgency_line(parts: Mapping[str, Any]) -> str:
    """``Harm 80 % (…) × reach 40 % × uncertainty 80 %``; '' where it was never worked out."""
    if not parts:
        return ""
    cause = str(parts.get("cause", ""))
    reported = cause.removeprefix("reported_")
    why = f"reported: {REPORTS.get(reported, reported)}" if reported != cause else words_for(cause)
    said = [f"Harm {_share(parts, 'harm')} ({why})" if cause else f"Harm {_share(parts, 'harm')}"]
    said += [f"{name} {_share(parts, name)}" for name in ("reach", "uncertainty")]
    return " × ".join(said)


def _share(parts: Mapping[str, Any], name: str) -> str:
    value = parts.get(name)
    return f"{value:.0%}".replace("%", " %") if isinstance(value, int | float) else "?"
