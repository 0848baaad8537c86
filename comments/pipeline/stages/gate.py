"""What is settled while the reader waits; no I/O, the folder holds the facts."""

from comments import modes
from comments.pipeline.case import Finding, Post, Verdict


def open_thread(post: Post) -> Finding | None:
    reason = modes.refusal(post.mode, verified=post.verified)
    return Finding("open_thread", Verdict.REFUSE, reason) if reason else None


def sender(post: Post) -> Finding | None:
    return Finding("sender", Verdict.REFUSE, "blocked") if post.blocked else None


def parent(post: Post) -> Finding | None:
    if not post.parent_found:
        return Finding("parent", Verdict.REFUSE, "parent_unknown")
    if not post.parent_visible:
        return Finding("parent", Verdict.REFUSE, "parent_not_visible")
    return None


def form(post: Post) -> Finding | None:
    if post.form_problem is None or post.honeypot:
        return None  # whoever filled the trap is let in and judged: a refusal would teach them
    return Finding("form", Verdict.REFUSE, post.form_problem)


def address(post: Post) -> Finding | None:
    if post.address_problem is None:
        return None
    return Finding("address", Verdict.REFUSE, post.address_problem)


def duplicate(post: Post) -> Finding | None:
    return Finding("duplicate", Verdict.REFUSE, "duplicate") if post.duplicate else None
