"""What is known of whoever wrote it. A typed address proves nothing, so nothing here publishes
against another stage's word."""

from comments.pipeline.case import Case, Finding, Verdict


def banned(case: Case) -> Finding | None:
    if case.author_state != "banned":
        return None
    return Finding("banned", Verdict.REJECT, "author_banned")


def suspended(case: Case) -> Finding | None:
    if case.author_state != "suspended":
        return None
    return Finding("suspended", Verdict.REJECT, "author_suspended")


def shadowed(case: Case) -> Finding | None:
    """Their author is told no more than the author of any other spam."""
    if case.author_state != "shadowed":
        return None
    return Finding("shadowed", Verdict.SPAM, "author_shadowed")


def blocked(case: Case) -> Finding | None:
    """A block that was laid while the comment was on its way in still stops it here."""
    for effect, verdict in (
        ("reject", Verdict.REJECT),
        ("refuse", Verdict.REJECT),
        ("hold", Verdict.HOLD),
    ):
        for kind, says, number in case.blocks:
            if says == effect:
                return Finding("blocked", verdict, "sender_blocked", {"by": kind, "block": number})
    return None


def watched(case: Case) -> Finding | None:
    if case.author_state != "watched":
        return None
    return Finding("watched", Verdict.HOLD, "author_watched")


def first_comment(case: Case) -> Finding | None:
    """By the thread's mode everyone waits; by the site's setting everyone, newcomers, or nobody.
    Who is of the staff waits for nobody; whom the publisher trusts is no newcomer."""
    if case.author_signed_in == "staff":
        return None
    if case.thread_held or case.rules.premoderation == "all":
        return Finding("first_comment", Verdict.HOLD, "every_comment_waits")
    if case.rules.premoderation == "none" or is_known(case):
        return None
    if case.author_signed_in == "trusted":
        return None
    if case.rules.premoderation == "unverified" and case.author_confirmed:
        return None
    return Finding("first_comment", Verdict.HOLD, "first_comment")


def is_known(case: Case) -> bool:
    """A good name was earned under an address; where the site confirms addresses, only whoever
    proved that it is theirs may use it."""
    good = case.author_approved > 0 or case.author_state == "trusted"
    return good and (case.author_confirmed or case.rules.confirm_email == "never")


def unproven(case: Case) -> Finding | None:
    if case.author_confirmed or case.rules.confirm_email not in ("first", "always"):
        return None
    return Finding("unproven", Verdict.HOLD, "email_unconfirmed")
