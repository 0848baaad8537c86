"""What speaks against an address, weighed as the site says. Not knowing never stops anyone."""

from collections.abc import Mapping
from typing import Any

from comments.pipeline.case import Case, Finding, Missing, Verdict

UNDELIVERABLE = {"no_mx", "null_mx", "nxdomain"}


def typing_slip(case: Case) -> Finding | None:
    """One slip from a large provider, and only where the typed domain takes no mail: real domains
    lie one letter apart."""
    if not case.address.meant or not undeliverable(case):
        return None
    return _weighed(case, "typo", "email_typo", {"meant": case.address.meant})


def mail_domain(case: Case) -> Finding | None:
    answer = undeliverable(case)
    if answer is not None:
        return _weighed(case, answer, "email_undeliverable", {"domain": answer})
    if case.address.bounced:
        return _weighed(case, "no_mx", "email_undeliverable", {"domain": "bounced"})
    return None


def disposable(case: Case) -> Finding | None:
    return _weighed(case, "disposable", "email_disposable") if case.address.disposable else None


def role_account(case: Case) -> Finding | None:
    return _weighed(case, "role", "email_role") if case.address.role else None


def other_letters(case: Case) -> Finding | None:
    return _weighed(case, "smtputf8", "email_smtputf8") if case.address.beyond_ascii else None


def undeliverable(case: Case) -> str | None:
    """Why no mail reaches the address' domain; None where it does, or where that is not known."""
    answer = case.evidence.get("mail_domain")
    if isinstance(answer, Missing) or answer not in UNDELIVERABLE:
        return None
    return str(answer)


def _weighed(
    case: Case, name: str, reason: str, details: Mapping[str, Any] | None = None
) -> Finding | None:
    """A refusal belongs to the gate; what came past it (an import, an older setting) is held."""
    action = case.rules.on_email.get(name, "hold")
    if action == "accept":
        return None
    asks = action == "confirm" and case.rules.confirm_email != "never"
    if asks and case.author_confirmed:
        return None
    return Finding(name, Verdict.CONFIRM if asks else Verdict.HOLD, reason, details or {})
