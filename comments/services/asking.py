"""Whether a post waits for the link in the mail: settled while the reader waits, by the post alone.

Never by what is known of the address: the answer would tell anybody who writes here.
"""

from datetime import datetime

from comments.identity import beyond_ascii, suggest
from comments.models import Comment, Confirm, OnKnown, Policy
from comments.proofs import proof_check
from comments.role_accounts import is_role_account
from comments.services import keys
from comments.services.facts import is_throw_away
from comments.states import Status


def is_proven(site: int, email: str, proof: str, now: datetime) -> bool:
    """Whether the post comes from a browser whose reader has confirmed this very address."""
    return bool(email and proof) and proof_check(
        proof, site, email, now, keys.purpose_keys("proof")
    )


def first_status(policy: Policy, email: str, *, proven: bool) -> Status:
    asks = policy.confirm_email == Confirm.ALWAYS or (
        policy.confirm_email == Confirm.FIRST and not proven
    )
    return Status.UNCONFIRMED if asks and email else Status.PENDING


def address_problem(policy: Policy, email: str) -> str | None:
    """The code of a refusal, where the site takes no such addresses."""
    if not email:
        return None
    if policy.email_smtputf8 == OnKnown.REFUSE and beyond_ascii(email):
        return "email_smtputf8"
    if policy.email_disposable == OnKnown.REFUSE and is_throw_away(email, policy):
        return "email_disposable"
    if policy.email_role == OnKnown.REFUSE and is_role_account(email):
        return "email_role"
    return None


def suggestion(comment: Comment) -> str | None:
    """The address that may have been meant, where the review found a slip in this one. For its
    author alone: nobody else may learn what was typed."""
    latest = comment.decisions.order_by("-id").first()
    slipped = latest is not None and any(found["stage"] == "typo" for found in latest.findings)
    return suggest(comment.email) if slipped else None
