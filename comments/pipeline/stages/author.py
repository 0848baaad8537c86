"""What is known of whoever wrote it. A typed address proves nothing, so nothing here publishes
against another stage's word."""

from comments.pipeline.case import Case, Finding, Verdict


def banned(case: Case) -> Finding | None:
    if case.author_state != "banned":
        return None
    return Finding("banned", Verdict.REJECT, "author_banned")


def watched(case: Case) -> Finding | None:
    if case.author_state != "watched":
        return None
    return Finding("watched", Verdict.HOLD, "author_watched")


def first_comment(case: Case) -> Finding | None:
    """By the site's setting everyone waits, newcomers wait, or nobody does."""
    if case.rules.premoderation == "all":
        return Finding("first_comment", Verdict.HOLD, "every_comment_waits")
    newcomer = case.author_approved == 0 and case.author_state != "trusted"
    if case.rules.premoderation == "first" and newcomer:
        return Finding("first_comment", Verdict.HOLD, "first_comment")
    return None
