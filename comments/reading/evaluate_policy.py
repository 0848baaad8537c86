"""A file of comments, judged by the product's own pipeline as a site of its own would: each by
what came before it, and touching no site."""

from collections import Counter, deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from time import perf_counter_ns
from typing import Any

from comments import text
from comments.disposable import is_disposable
from comments.evidence.disposable import disposable_domains
from comments.evidence.lists import said_of
from comments.evidence.repeats import ALIKE, BURST_WINDOW, WINDOW, WITH_LINK, WITHOUT
from comments.identity import ascii_domain, suggest
from comments.learning.apprentice import Apprentice
from comments.learning.facts import Facts
from comments.learning.prior import prior
from comments.learning.stream import read_label
from comments.pipeline.case import Address, Case, Rules
from comments.pipeline.judge import judge
from comments.pipeline.order import REVIEW
from comments.repeats.marks import band_marks
from comments.repeats.masked import Masked, likeness, masked, shared_words
from comments.role_accounts import is_role_account
from comments.rules.matcher import Matcher
from comments.rules.subject import Subject

REMEMBERED = 5_000  # comments that the next may repeat


@dataclass
class _Newsroom:
    """What a site would know by now."""

    apprentice: Apprentice
    approved: Counter[str] = field(default_factory=Counter)
    texts: dict[int, deque[tuple[str, Masked]]] = field(default_factory=dict)
    linked: dict[str, dict[str, datetime | None]] = field(default_factory=dict)
    """By domain who linked there, and when last."""
    cited: set[str] = field(default_factory=set)
    """Domains that somebody was published with."""
    written: dict[str, deque[tuple[datetime, str]]] = field(default_factory=dict)
    """By author when and under which article they wrote last."""


def evaluate_policy(
    rows: Iterable[Mapping[str, Any]], rules: Rules, matcher: Matcher | None, learn: int = 0
) -> Iterator[dict[str, Any]]:
    """For each row, in order, ``{id, decision, reasons, findings, micros}``; ``decision`` is one of
    published, unconfirmed, held, rejected, spam. Rows are ``{id, text, name?, email?, url?, label?,
    language?, created_at?, published_at?, article?, parent?, seconds_to_write?, honeypot?,
    confirmed?}``; only the first ``learn`` labels count as decisions of people. No name server and
    nobody else is asked."""
    room = _Newsroom(Apprentice(prior()))
    for number, row in enumerate(rows):
        if number == learn:
            room.apprentice.catch_up()
        started = perf_counter_ns()
        words, facts = text.plain(_text(row, "text")), _facts(row, room)
        opinion = room.apprentice.judge(words, facts)
        case, said = _case(row, words, rules, room), masked(words)
        evidence = {
            "learned_spam": {
                "probability": opinion.probability, "word": opinion.word.value,
                "logit": opinion.logit, "own": room.apprentice.scorer.own,
            },
            "repeats": _repeats(said, row, room),
        }  # fmt: skip
        if matcher is not None:
            evidence["lists"] = said_of(matcher, _subject(case, row))
        judgement, findings = judge(_with(case, evidence), REVIEW)
        micros = (perf_counter_ns() - started) // 1_000
        yield {
            "id": row.get("id"),
            "decision": judgement.verdict.value,
            "reasons": list(judgement.reasons),
            "findings": [f"{one.stage}: {one.verdict.value}" for one in findings],
            "micros": micros,
        }
        _remember(said, row, room)
        label = read_label(row.get("label"))
        if number < learn and label is not None:
            room.apprentice.learn(words, opinion, label)
            room.approved[_author(row)] += not label
            room.cited.update(() if label else said.domains)


def _case(row: Mapping[str, Any], words: str, rules: Rules, room: _Newsroom) -> Case:
    seconds = row.get("seconds_to_write")
    return Case(
        text=words,
        name=_text(row, "name"),
        website=_text(row, "url"),
        links=tuple(text.links(_text(row, "text"))),
        depth=1 if row.get("parent") else 0,
        honeypot=row.get("honeypot") is True,
        seconds_to_write=seconds if isinstance(seconds, int) else None,
        author_state="new",
        author_approved=room.approved[_author(row)],
        author_confirmed=row.get("confirmed") is True,
        edited=False,
        rules=rules,
        address=_address(_text(row, "email")),
    )


def _with(case: Case, evidence: Mapping[str, Any]) -> Case:
    return Case(**{**{name: getattr(case, name) for name in vars(case)}, "evidence": evidence})


def _subject(case: Case, row: Mapping[str, Any]) -> Subject:
    created, published = _time(row, "created_at"), _time(row, "published_at")
    hours = (created - published).total_seconds() / 3600 if created and published else None
    return Subject(
        body=case.text,
        name=case.name,
        website=case.website,
        links=case.links,
        approved=case.author_approved,
        is_reply=case.depth > 0,
        language=_text(row, "language"),
        article_hours=hours,
        seconds_to_write=case.seconds_to_write,
    )


def _facts(row: Mapping[str, Any], room: _Newsroom) -> Facts:
    mail = _text(row, "email")
    return Facts(
        name=_text(row, "name"),
        website=_text(row, "url"),
        mail_domain=mail.rpartition("@")[2] if "@" in mail else "",
        approvals=room.approved[_author(row)] or None,
    )


def _address(email: str) -> Address:
    if "@" not in email:
        return Address(given=False)
    domain = ascii_domain(email.rpartition("@")[2])
    return Address(
        disposable=is_disposable(domain, disposable_domains(), ()),
        role=is_role_account(email),
        meant=(suggest(email) or "").rpartition("@")[2],
    )


def _repeats(said: Masked, row: Mapping[str, Any], room: _Newsroom) -> dict[str, int]:
    author, near = _author(row), dict[str, bool]()
    for mark in band_marks(said):
        for who, other in room.texts.get(mark, ()):
            if who == author or likeness(said, other) < ALIKE:
                continue
            link = bool(set(said.domains) & set(other.domains))
            if shared_words(said, other) >= (WITH_LINK if link else WITHOUT):
                near[who] = near.get(who, False) or link
    return {
        "authors": len(near), "linked": sum(near.values()), "domain": _by_domain(said, row, room),
        "articles": 1, "sites": 1, "places": _places(row, room),
    }  # fmt: skip


def _by_domain(said: Masked, row: Mapping[str, Any], room: _Newsroom) -> int:
    """Other authors of the last days who link to one place that nobody was published with."""
    now, author = _time(row, "created_at"), _author(row)
    return max(
        (
            sum(
                who != author and (now is None or at is None or now - at <= WINDOW)
                for who, at in room.linked.get(domain, {}).items()
            )
            for domain in set(said.domains) - room.cited
        ),
        default=0,
    )


def _places(row: Mapping[str, Any], room: _Newsroom) -> int:
    """Articles below which this author wrote within minutes, this one too; 1 of unknown times."""
    now, article = _time(row, "created_at"), row.get("article")
    if now is None or article is None:
        return 1
    lately = room.written.get(_author(row), ())
    return len({str(article), *(place for at, place in lately if now - at <= BURST_WINDOW)})


def _remember(said: Masked, row: Mapping[str, Any], room: _Newsroom) -> None:
    author, now = _author(row), _time(row, "created_at")
    for mark in band_marks(said):
        room.texts.setdefault(mark, deque(maxlen=100)).append((author, said))
    while len(room.texts) > 12 * REMEMBERED:
        room.texts.pop(next(iter(room.texts)))
    for domain in said.domains:
        room.linked.setdefault(domain, {})[author] = now
    if now is not None and row.get("article") is not None:
        places = room.written.setdefault(author, deque(maxlen=50))
        places.append((now, str(row["article"])))


def _author(row: Mapping[str, Any]) -> str:
    return (_text(row, "email") or _text(row, "name") or str(row.get("id"))).strip().lower()


def _time(row: Mapping[str, Any], name: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(_text(row, name))
    except ValueError:
        return None
    return found if found.tzinfo else None


def _text(row: Mapping[str, Any], name: str) -> str:
    value = row.get(name)
    return value if isinstance(value, str) else ""
