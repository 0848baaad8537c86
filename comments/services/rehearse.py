"""rehearse: a change is tried on the past before it is made. Nothing is written."""

from collections.abc import Mapping
from copy import copy
from datetime import datetime

from comments.models import Policy
from comments.reading.backtest import MOST, Backtest, Setting, backtest, lists_in_force
from comments.rules.matcher import Matcher
from comments.services.facts import rules_of
from comments.services.policies import CHECKS
from comments.services.rule_sets import checked
from comments.services.settings import settable, value_of
from comments.services.threads import policy_of
from newsroom.kernel.fields import FieldError


def rehearse(
    site_pk: int,
    *,
    rules: object = None,
    settings: Mapping[str, str] | None = None,
    most: int = MOST,
    since: datetime | None = None,
) -> Backtest:
    """``rules``: the text that would be in force, None: as now. Raises FieldError or RuleError for
    what could not be made so."""
    policy, lists = policy_of(site_pk), lists_in_force(site_pk)
    now = Setting(rules_of(policy), lists)
    wanted = lists if rules is None else Matcher(checked(rules))
    then = Setting(rules_of(changed(policy, settings or {})), wanted)
    return backtest(site_pk, now, then, most, since)


def changed(policy: Policy, settings: Mapping[str, str]) -> Policy:
    """The policy as it would be, stored nowhere. Raises FieldError."""
    wanted, fields = copy(policy), settable()
    for name, text in settings.items():
        if name not in fields:
            raise FieldError("unknown_field", f"There is no setting {name[:60]!r}.")
        value = value_of(fields[name], name, text)
        try:
            setattr(wanted, name, CHECKS[name](value) if name in CHECKS else value)
        except FieldError as error:
            raise FieldError(error.code, f"{name}: {error.text}") from None
    return wanted
