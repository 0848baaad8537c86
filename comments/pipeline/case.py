"""The folder that judgement is made from: facts, evidence and policy, all frozen."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Verdict(StrEnum):
    """What a finding asks for. The gate's findings refuse; the review's decide a status."""

    REFUSE = "refuse"
    PUBLISH = "published"
    CONFIRM = "unconfirmed"
    HOLD = "held"
    REJECT = "rejected"
    SPAM = "spam"


@dataclass(frozen=True)
class Finding:
    """One stage's opinion. ``reason`` is the word used in the API, the log, the panel, the docs;
    ``details`` are the facts behind it, fit for a moderator's eyes."""

    stage: str
    verdict: Verdict
    reason: str
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Missing:
    """Could not be asked: an answer of its own, never a zero. ``again_after`` seconds: it wants
    to be asked once more then; ``alert``: what whoever runs the place should hear."""

    why: str
    again_after: float | None = None
    alert: str = ""


@dataclass(frozen=True)
class Skipped:
    """There was nothing to ask about: stages then find no answer of this scorer."""

    why: str


@dataclass(frozen=True)
class Scored:
    """An answer with more than its value. Stages see ``value``, plain JSON; ``details`` are for a
    moderator's eyes, ``score`` is 0–1, ``version`` names what gave the answer."""

    value: Any
    score: float | None = None
    reason: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)
    version: str = ""


@dataclass(frozen=True)
class Rules:
    """The site's policy, as far as stages need it: plain values, so that it can be stored."""

    version: int
    premoderation: str
    max_links: int
    edit_window: int
    own_domains: tuple[str, ...]
    confirm_email: str = "never"
    on_email: Mapping[str, str] = field(default_factory=dict)
    """What a finding about the address leads to: accept, hold, confirm or refuse."""
    on_missing: Mapping[str, str] = field(default_factory=dict)
    """What a scorer without an answer leads to: ignore, hold or retry."""
    learned_spam: str = "spam"
    """The worst that the learned score may lead to: off, inform, hold or spam."""


@dataclass(frozen=True)
class Address:
    """What an address says by itself, without asking anybody outside."""

    given: bool = True
    disposable: bool = False
    role: bool = False
    bounced: bool = False
    beyond_ascii: bool = False
    meant: str = ""
    """The large provider's domain that the typed one misses by one slip."""


@dataclass(frozen=True)
class Case:
    """One revision of one comment, and all that was asked about it before judging."""

    text: str
    name: str
    website: str
    links: tuple[str, ...]
    depth: int
    honeypot: bool
    seconds_to_write: int | None
    author_state: str
    author_approved: int
    author_confirmed: bool
    """The address was proven, or its author is signed in."""
    edited: bool
    rules: Rules
    evidence: Mapping[str, Any] = field(default_factory=dict)
    address: Address = field(default_factory=Address)
    author_signed_in: str = ""
    """"" for a guest; else member, trusted or staff, as the publisher's token says."""
    thread_held: bool = False
    """An editor wants a person to read everything in this thread first."""
    blocks: tuple[tuple[str, str, int], ...] = ()
    """What the newsroom has blocked and its sender falls under: (kind, effect, number)."""
    heat: tuple[str, ...] = ()
    """Why the conversation runs hot, where its comments wait because of that."""


@dataclass(frozen=True)
class Post:
    """What the gate judges: a request to post, before any row exists."""

    mode: str
    """A word of ``comments.modes``, as it holds at this moment."""
    verified: bool
    """Its author has confirmed the address, or the publisher vouches for them."""
    parent_found: bool
    parent_visible: bool
    form_problem: str | None
    honeypot: bool
    duplicate: bool
    address_problem: str | None = None
    signed_in: bool = False
    blocked: bool = False
    """Its sender falls under a block that refuses at the door."""
