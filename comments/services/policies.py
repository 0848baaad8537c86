"""A site's policy changes: checked like every text, and numbered so that decisions can name it."""

from collections.abc import Callable
from typing import Any

from django.db import transaction

from comments.disposable import is_domain
from comments.emoji import is_emoji
from comments.evidence.gather import SCORERS
from comments.identity import AddressError, ascii_domain, clean_email
from comments.models import Policy
from comments.pipeline.stages.missing import ACTIONS
from comments.services.correction_desk import correction_mails
from comments.services.renew import renew_all
from newsroom.kernel.fields import FieldError

MOST_ADDRESSES = 20
MOST_DOMAINS = 500
MOST_REACTIONS = 8


def addresses(value: object) -> list[str]:
    value = [] if value is None else value
    if not isinstance(value, list) or len(value) > MOST_ADDRESSES:
        raise FieldError("invalid", f"A list of at most {MOST_ADDRESSES} e-mail addresses.")
    try:
        return [clean_email(address, smtputf8=False) for address in value]
    except AddressError as error:
        raise FieldError("invalid", error.text) from None


def domains(value: object) -> list[str]:
    """Domains in their ASCII form, without an @."""
    value = [] if value is None else value
    wrong = FieldError("invalid", f"A list of at most {MOST_DOMAINS} domains, such as example.org.")
    if not isinstance(value, list) or len(value) > MOST_DOMAINS:
        raise wrong
    if not all(isinstance(name, str) and len(name) <= 253 for name in value):
        raise wrong
    found = [ascii_domain(name.strip().removeprefix("@")) for name in value]
    if not all(is_domain(name) for name in found):
        raise wrong
    return found


def missing_actions(value: object) -> list[str]:
    """``scorer:action`` of known scorers, each once."""
    value = [] if value is None else value
    pairs = [str(one).strip().partition(":") for one in value] if isinstance(value, list) else None
    if pairs is None or not all(name in SCORERS and act in ACTIONS for name, _, act in pairs):
        checks, actions = ", ".join(SCORERS), ", ".join(ACTIONS)
        raise FieldError("invalid", f"check:action, of the checks {checks}; actions {actions}.")
    return [f"{name}:{act}" for name, act in {name: act for name, _, act in pairs}.items()]


def reactions(value: object) -> list[str]:
    value = [] if value is None else value
    wrong = FieldError("invalid", f"At most {MOST_REACTIONS} different emoji, such as 👍,❤️,😂.")
    if not isinstance(value, list) or len(value) > MOST_REACTIONS:
        raise wrong
    if not all(isinstance(one, str) and is_emoji(one) for one in value):
        raise wrong
    if len(set(value)) < len(value):
        raise wrong
    return value


def between(least: int, most: int) -> Callable[[object], int]:
    def check(value: object) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            raise FieldError("invalid", f"A whole number from {least} to {most}.")
        return value

    return check


# Beyond these a page could not be served (a time past the calendar's end) or a promise not be
# kept (how long one comment may take to render).
CHECKS: dict[str, Callable[[Any], Any]] = {
    "moderator_mails": addresses,
    "correction_mails": correction_mails,
    "disposable_allow": domains,
    "on_missing": missing_actions,
    "reactions": reactions,
    "mails_per_hour": between(1, 10_000),
    "rule_precision": between(0, 100),
    "heat_velocity": between(0, 10_000),
    "heat_reports": between(0, 10_000),
    "heat_newcomers": between(0, 100),
    "heat_stopped": between(0, 100),
    "max_links": between(0, 100),
    "max_body": between(1, 20_000),
    "reply_depth": between(0, 20),
    "edit_window": between(0, 31_536_000),
    "slow_minutes": between(1, 1_440),
    "appeal_days": between(0, 3650),
    "auto_close_days": between(0, 36_500),
    "ip_full_days": between(0, 7),
    "ip_days": between(0, 30),
    "spam_days": between(1, 3650),
    "refused_days": between(1, 3650),
    "posts_per_minute": between(1, 10_000),
    "posts_per_minute_each": between(1, 10_000),
}


def save_policy(policy: Policy) -> None:
    """Raises FieldError for a value that no policy can have; the threads' versions rise, since
    what readers are told of the form may have changed."""
    for name, check in CHECKS.items():
        try:
            setattr(policy, name, check(getattr(policy, name)))
        except FieldError as error:
            raise FieldError(error.code, f"{name}: {error.text}") from None
    with transaction.atomic():
        policy.version += 1
        policy.save()
        renew_all(policy.site_id)
