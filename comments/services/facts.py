"""facts: everything a judgement stands on, read once and frozen."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from articles.public import own_domains
from comments import modes, text
from comments.disposable import is_disposable
from comments.evidence.disposable import disposable_domains
from comments.identity import ascii_domain, beyond_ascii, suggest
from comments.models import Comment, Commenter, Mailbox, Policy, ThreadHeat
from comments.pipeline.case import Address, Case, Rules
from comments.role_accounts import is_role_account
from comments.services.blocks import find
from comments.services.mails import recipient
from comments.services.people import AGAINST, state_now

EMAIL_FINDINGS = ("disposable", "role", "smtputf8", "typo", "no_mx", "null_mx", "nxdomain")


def case_of(
    comment: Comment,
    policy: Policy,
    evidence: Mapping[str, Any],
    now: datetime,
    *,
    held: bool = False,
) -> Case:
    """``held``: an editor wants a person to read everything in its thread first."""
    author = comment.commenter
    return Case(
        text=text.plain(comment.body),
        name=comment.name,
        website=comment.website,
        links=tuple(text.links(comment.body)),
        depth=comment.depth,
        honeypot=comment.honeypot,
        seconds_to_write=comment.seconds_to_write,
        author_state=state_of(author, now),
        author_approved=author.approved,
        author_confirmed=comment.confirmed_at is not None or bool(comment.signed_in),
        author_signed_in=comment.signed_in,
        edited=comment.edited_at is not None,
        rules=rules_of(policy),
        evidence=evidence,
        address=address_of(comment, policy),
        thread_held=held,
        blocks=blocks_of(comment, now),
        heat=held_by_heat(comment),
    )


def state_of(author: Commenter, now: datetime) -> str:
    """What stands against an address holds for whoever signs in with it."""
    if author.mailbox:
        same = Commenter.objects.filter(site=author.site_id, identity=author.mailbox)
        guest = same.filter(state__in=AGAINST).first()
        if guest is not None and (state := state_now(guest, now)) in AGAINST:
            return state
    return state_now(author, now)


def blocks_of(comment: Comment, now: datetime) -> tuple[tuple[str, str, int], ...]:
    found = find(comment.commenter.site_id, comment.email, comment.ip, now)
    return tuple((one.kind, one.effect, one.pk) for one in found)


def held_by_heat(comment: Comment) -> tuple[str, ...]:
    """Why the conversation runs hot, where its comments wait because of that."""
    thread = comment.thread
    if thread.mode or thread.heat_mode not in (modes.HELD, modes.CLOSED):
        return ()
    rows = ThreadHeat.objects.filter(thread=thread.pk)
    reasons = rows.values_list("reasons", flat=True).first()
    return tuple(reasons or ("cooling",))


def address_of(comment: Comment, policy: Policy) -> Address:
    email = comment.email
    if not email:
        return Address(given=False)
    boxes = Mailbox.objects.filter(identity=recipient(email))
    return Address(
        disposable=is_throw_away(email, policy),
        role=is_role_account(email),
        beyond_ascii=beyond_ascii(email),
        bounced=boxes.filter(suppressed_why__in=("hard", "soft")).exists(),
        meant=(suggest(email) or "").rpartition("@")[2],
    )


def is_throw_away(email: str, policy: Policy) -> bool:
    domain = ascii_domain(email.rpartition("@")[2])
    return is_disposable(domain, disposable_domains(), policy.disposable_allow)


def rules_of(policy: Policy, own: Sequence[str] | None = None) -> Rules:
    """``own``: the site's hosts, where they are known or there is no site."""
    return Rules(
        version=policy.version,
        premoderation=policy.premoderation,
        max_links=policy.max_links,
        edit_window=policy.edit_window,
        own_domains=tuple(own_domains(policy.site_id) if own is None else own),
        confirm_email=policy.confirm_email,
        on_email={name: getattr(policy, f"email_{name}") for name in EMAIL_FINDINGS},
        learned_spam=policy.learned_spam,
        on_missing=dict(pair.split(":", 1) for pair in policy.on_missing),
    )
