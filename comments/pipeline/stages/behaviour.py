"""What the way of posting says."""

from comments.pipeline.case import Case, Finding, Verdict

QUICK_SECONDS = 3


def filled_trap(case: Case) -> Finding | None:
    """A field that is hidden from people was filled in."""
    return Finding("filled_trap", Verdict.SPAM, "honeypot") if case.honeypot else None


def too_quick(case: Case) -> Finding | None:
    """Sent sooner after the page was made than anyone can write."""
    seconds = case.seconds_to_write
    if seconds is None or seconds >= QUICK_SECONDS or case.edited:
        return None
    return Finding("too_quick", Verdict.HOLD, "written_too_quickly", {"seconds": seconds})
