"""A site's rules change: each change is a version, and so is going back.

Two editors who began with the same version: the second is told so, and overwrites nothing.
"""

from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser
from django.db import IntegrityError, transaction

from comments.models import RuleSet
from comments.rules.errors import RuleError
from comments.rules.matcher import Matcher
from newsroom.kernel.fields import clean_line, clean_text


class Outdated(Exception):
    """Somebody else changed it first; ``version`` is in force now."""

    def __init__(self, version: int) -> None:
        super().__init__(f"Somebody has changed this meanwhile: version {version} is in force.")
        self.version = version


def in_force(site_pk: int) -> RuleSet | None:
    return RuleSet.objects.filter(site_id=site_pk).first()


def checked(text: object) -> str:
    """The text as it would be kept. Raises FieldError, or RuleError for a line that is no rule."""
    kept = clean_text(text, max_length=200_000, required=False)
    Matcher(kept)
    return kept


def save_rules(
    site_pk: int,
    text: object,
    now: datetime,
    *,
    seen: int,
    by: AbstractBaseUser | None = None,
    note: str = "",
) -> RuleSet:
    """The version after ``seen``, the one that the editor had before their eyes (0: none).
    Raises FieldError, RuleError or Outdated. What says the same as before makes no version."""
    kept, why = checked(text), clean_line(note, max_length=200, required=False)
    latest = in_force(site_pk)
    if (latest.version if latest else 0) != seen:
        raise Outdated(latest.version if latest else 0)
    if latest and latest.text == kept:
        return latest
    try:
        with transaction.atomic():
            return RuleSet.objects.create(
                site_id=site_pk, version=seen + 1, text=kept, note=why,
                by_id=by.pk if by else None, created=now,
            )  # fmt: skip
    except IntegrityError:
        raise Outdated(seen + 1) from None


def roll_back(
    site_pk: int, to: int, now: datetime, *, seen: int, by: AbstractBaseUser | None = None
) -> RuleSet:
    """Version ``to`` in force again, as a new one. Raises RuleError where there is none."""
    old = RuleSet.objects.filter(site_id=site_pk, version=to).first()
    if old is None:
        raise RuleError(f"There is no version {to}.")
    return save_rules(site_pk, old.text, now, seen=seen, by=by, note=f"back to version {to}")
