"""What mail servers and providers say of mails that were sent: gone, not now, or called spam.

Two forms: a report as a message (RFC 3464 delivery status, RFC 5965 feedback), as a mail server
hands it on, and events as JSON, with the names that django-anymail gives to every provider's.
"""

import email
import email.policy
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from enum import StrEnum
from typing import Any

MOST_EVENTS = 1000
_MOST_PARTS = 50
_STATUS = re.compile(r"\s*([245])\.([0-9]{1,3})\.([0-9]{1,3})")
# Full, or our own fault (blocked, too much, a policy): the address may be as good as any.
_NOT_ITS_FAULT = {"2.2", "2.3", "3", "4", "7"}


class Kind(StrEnum):
    HARD = "hard"
    SOFT = "soft"
    COMPLAINT = "complaint"
    DELIVERED = "delivered"
    LEFT = "left"  # unsubscribed at the provider


@dataclass(frozen=True)
class Said:
    """``message_id`` of the mail it is about, or the ``recipient`` where a provider names one."""

    kind: Kind
    message_id: str = ""
    recipient: str = ""


class ReportError(ValueError):
    """The bytes are no report, or none that could be read; the message says why."""


# --- Reports as messages ---------------------------------------------------------------------


def parse_report(raw: bytes) -> list[Said]:
    """What a report says of the mail it returns. A recipient it names is not believed: anybody can
    send a message that looks like a report, nobody can make up one of our message ids."""
    try:
        return _parsed(raw)
    except (ValueError, LookupError, RecursionError, AttributeError, TypeError) as error:
        raise ReportError(f"The report cannot be read: {type(error).__name__}.") from None


def _parsed(raw: bytes) -> list[Said]:
    message = email.message_from_bytes(raw, policy=email.policy.compat32)
    if message.get_content_type() != "multipart/report":
        raise ReportError("The message is no report.")
    parts = [part for part, _ in zip(message.walk(), range(_MOST_PARTS), strict=False)]
    name = next(_names(parts), "")
    kinds = {kind for part in parts for kind in _kinds(part)}
    return [Said(kind, message_id=name) for kind in sorted(kinds)] if name else []


def _kinds(part: Message) -> Iterator[Kind]:
    if part.get_content_type() == "message/delivery-status":
        for block in _blocks(part):
            if (kind := _of_delivery(block)) is not None:
                yield kind
    if part.get_content_type() == "message/feedback-report":
        for block in _blocks(part):
            if str(block.get("Feedback-Type", "")).strip().lower() in ("abuse", "fraud", "virus"):
                yield Kind.COMPLAINT


def _of_delivery(block: Message) -> Kind | None:
    action = str(block.get("Action", "")).strip().lower()
    if action in ("delivered", "relayed"):
        return Kind.DELIVERED
    if action == "delayed":
        return Kind.SOFT
    match = _STATUS.match(str(block.get("Status", "")))
    if action != "failed" or not match:
        return None
    return hardness(f"{match[1]}.{match[2]}.{match[3]}")


def hardness(status: str) -> Kind:
    """Of an enhanced status code (RFC 3463), such as 5.1.1."""
    group, subject, detail = status.split(".")
    if group != "5" or subject in _NOT_ITS_FAULT or f"{subject}.{detail}" in _NOT_ITS_FAULT:
        return Kind.SOFT
    return Kind.HARD


def _blocks(part: Message) -> Iterator[Message]:
    """The groups of fields in a status part: the parser makes each a message of its own; a feedback
    report's single group it leaves as text, or makes the one message inside."""
    payload = part.get_payload()
    if isinstance(payload, list):
        yield from (block for block in payload if isinstance(block, Message))
    elif isinstance(payload, str):
        yield email.message_from_string(payload, policy=email.policy.compat32)


def _names(parts: list[Message]) -> Iterator[str]:
    """Message ids of what is returned; never the report's own."""
    for part in parts[1:]:
        if part.get_content_type() == "text/rfc822-headers":
            raw = part.get_payload(decode=True)
            if isinstance(raw, bytes):
                part = email.message_from_bytes(raw, policy=email.policy.compat32)
        name = part.get("Message-ID")
        if name:
            yield str(name).strip()


# --- Events as JSON --------------------------------------------------------------------------

_HARD_REASONS = {"invalid", "bounced"}


def parse_events(data: Any) -> list[Said]:
    """Of one event, a list of them, or ``{"events": […]}``: what matters here, in their order."""
    if isinstance(data, dict) and isinstance(data.get("events"), list):
        data = data["events"]
    events = data if isinstance(data, list) else [data]
    if len(events) > MOST_EVENTS:
        raise ReportError(f"At most {MOST_EVENTS} events at once.")
    return [said for event in events if (said := _of_event(event)) is not None]


def _of_event(event: Any) -> Said | None:
    if not isinstance(event, dict):
        raise ReportError("An event is an object.")
    kind, recipient = event.get("event_type"), event.get("recipient")
    if not isinstance(kind, str) or not isinstance(recipient, str) or not 3 <= len(recipient) < 320:
        raise ReportError("An event has an event_type and a recipient.")
    reason = event.get("reject_reason")
    found = {
        "complained": Kind.COMPLAINT,
        "unsubscribed": Kind.LEFT,
        "delivered": Kind.DELIVERED,
        "deferred": Kind.SOFT,
        "failed": Kind.SOFT,
    }.get(kind)
    if kind in ("bounced", "rejected"):
        found = Kind.HARD if reason in _HARD_REASONS else Kind.SOFT
        found = Kind.COMPLAINT if reason == "spam" else found
    return None if found is None else Said(found, recipient=recipient)
