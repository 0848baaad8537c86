"""What each reason means, in words for a moderator; the same codes as in API, log and docs."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

# {…} are details of the finding; a sentence whose details are not there is cut at its first "(".
WORDS = {
    # What stages find, in the order of the policy.
    "honeypot": "A field that people cannot see was filled in.",
    "author_banned": "This author is banned here.",
    "author_suspended": "This author is suspended here.",
    "author_shadowed": "This author writes for nobody here, and does not know.",
    "sender_blocked": "What it was sent from is blocked here (by {by}).",
    "listed_word": "It has what stands on the site's lists ({words}).",
    "repeated_text": "The same text came from others lately (authors: {authors}).",
    "repeated_link": "Several people suddenly link to one place (others: {authors}).",
    "many_places": "Its author wrote below many articles within minutes ({articles}).",
    "outside_concern": "A judge elsewhere calls it spam ({said_by}).",
    "heated_thread": "The conversation runs hot ({because}).",
    "like_spam": "It is like what this newsroom calls spam (probability {probability}).",
    "many_links": "It has many links to elsewhere ({links}).",
    "written_too_quickly": "It was sent sooner than anyone can write ({seconds} s).",
    "email_typo": "The address takes no mail and looks like a slip (for {meant}).",
    "email_undeliverable": "The address does not seem to take mail ({domain}).",
    "email_disposable": "The address is a throw-away one.",
    "email_role": "The address is one that several people read.",
    "email_smtputf8": "The address has letters before the @ that few mail servers take.",
    "email_unconfirmed": "The address is not confirmed.",
    "author_watched": "A moderator wants to see what this author writes.",
    "scorer_missing": "A check gave no answer, so a person decides.",
    "first_comment": "Nothing of this author's has been published before.",
    "every_comment_waits": "A person reads every comment here.",
    "stage_failed": "A rule broke while it judged, so a person decides ({error}).",
    # What ends a judgement without a finding, or a decision without a judgement.
    "no_concern": "Nothing spoke against it.",
    "confirm_email": "Its author is asked for the link in a mail first.",
    "confirmed": "Its author followed the link in the mail.",
    "not_confirmed": "Nobody followed the link in the mail in time.",
    "review_failed": "The judgement broke again and again, so a person decides.",
    "judged_anew": "It was to be judged by the policy of today.",
    "undone": "The decision before was taken back.",
    "imported": "It was brought in from elsewhere.",
    "edited": "Its author changed it.",
    "withdrawn_by_author": "Its author took it back.",
    # What moderators say.
    "read_and_fine": "Read, and fine.",
    "staff_reply": "An answer of the newsroom.",
    "second_opinion": "Needs a second look.",
    "against_the_rules": "Against the rules of the site.",
    "spam": "Spam.",
}


@dataclass(frozen=True)
class Why:
    """One reason in words. ``decisive``: it led to what was decided; others were outweighed."""

    code: str
    text: str
    verdict: str
    decisive: bool


def in_words(reason: str, details: Mapping[str, Any] | None = None) -> str:
    """The sentence for a code; a code of a moderator's own is its own sentence."""
    sentence = WORDS.get(reason)
    if sentence is None:
        return reason.replace("_", " ").capitalize()
    told = {name: _said(value) for name, value in (details or {}).items()}
    if "rules" in told:  # a list of words and a list of rules are one thing to a moderator
        told["words"] = told["rules"]
    try:
        return sentence.format_map(told)
    except KeyError:
        return sentence.partition(" (")[0] + "."


def whys(reasons: list[str], findings: list[Mapping[str, Any]], after: str) -> Iterator[Why]:
    """The reasons of a decision, decisive ones first, then the findings that were outweighed."""
    rest = list(findings)
    for reason in reasons:
        finding = next((one for one in rest if one.get("reason") == reason), None)
        if finding is not None:
            rest.remove(finding)
        details = finding.get("details") if finding else {}
        yield Why(reason, in_words(reason, details), after, True)
    for finding in rest:
        code = str(finding.get("reason", ""))
        text = in_words(code, finding.get("details"))
        yield Why(code, text, str(finding.get("verdict", "")), False)


def _said(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
