"""change_judging: how a site judges becomes another, and what it was is kept: by whom, when, why.

Two editors who began with the same policy: the second is told so, and overwrites nothing.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from comments.models import Policy, PolicyChange
from comments.services.rule_sets import Outdated
from comments.services.settings import change, shown
from comments.services.threads import policy_of
from newsroom.kernel.fields import FieldError, clean_line

JUDGING = (
    "premoderation", "max_links", "learned_spam", "email_disposable", "email_role", "email_typo",
    "heat_action", "heat_velocity", "heat_reports", "heat_newcomers", "heat_stopped",
    "rule_precision",
)  # fmt: skip


def judging(policy: Policy) -> dict[str, Any]:
    """Of all settings those that decide what becomes of a comment."""
    found = shown(policy)
    return {name: found[name] for name in JUDGING}


def change_judging(
    site_pk: int,
    wanted: Mapping[str, str],
    now: datetime,
    *,
    seen: int,
    by: AbstractBaseUser | None = None,
    note: object = "",
) -> PolicyChange | None:
    """The change; None where all was so already. ``seen``: the policy's version that the editor
    had before their eyes. Raises FieldError or Outdated."""
    if not set(wanted) <= set(JUDGING):
        raise FieldError("unknown_field", "Only what decides about comments is changed here.")
    why = clean_line(note, max_length=200, required=False)
    with transaction.atomic():
        if not Policy.objects.filter(site_id=site_pk, version=seen).update(version=seen):
            raise Outdated(policy_of(site_pk).version)
        policy = policy_of(site_pk)
        before = judging(policy)
        if not change(policy, wanted):
            return None
        return PolicyChange.objects.create(
            site_id=site_pk, version=policy.version, before=before, after=judging(policy),
            note=why, by_id=by.pk if by else None, created=now,
        )  # fmt: skip


def back_before(row: PolicyChange) -> dict[str, str]:
    """What to set so that all is as it was before that change, whatever came after it."""
    return {name: str(value) for name, value in row.before.items() if name in JUDGING}
