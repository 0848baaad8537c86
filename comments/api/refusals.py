"""A refusal's code, as status and sentence."""

from comments.services.submit import Refused
from newsroom.kernel.api import Problem

SENTENCES: dict[str, tuple[int, str]] = {
    "thread_closed": (403, "Comments are closed."),
    "members_only": (403, "Only members comment here: confirm your e-mail address, or sign in."),
    "thread_read_only": (403, "This conversation can be read, but no longer added to or changed."),
    "comments_off": (403, "There are no comments on this article."),
    "slow_mode": (429, "This conversation goes slowly: you have just said something."),
    "blocked": (403, "This newsroom takes no comments from here."),
    "parent_unknown": (404, "The comment you reply to is not in this thread."),
    "parent_not_visible": (409, "The comment you reply to is no longer visible."),
    "form_invalid": (403, "The form could not be verified. Please load the page again."),
    "form_expired": (410, "The form is too old. Please load the page again."),
    "too_fast": (429, "That was very quick. Please wait a moment and send it again."),
    "duplicate": (409, "You have said exactly this here already."),
    "rate_limited": (429, "Too many comments from here. Please wait a little."),
    "email_disposable": (422, "This newsroom takes no throw-away e-mail addresses."),
    "email_role": (422, "Please give an address of your own, not one that several people read."),
    "email_smtputf8": (422, "Please give an address with only Latin letters before the @."),
    "code_wrong": (403, "This is not the code, or it was tried too often."),
    "idempotency_mismatch": (422, "This Idempotency-Key was used for another comment."),
    "edit_window_over": (403, "The time for changes is over."),
    "not_yours": (403, "The receipt does not open this comment."),
    "not_refused": (409, "This comment is not refused: there is nothing to appeal against."),
    "no_appeal": (409, "There is no appeal against this decision."),
    "too_late": (410, "The time for an appeal is over."),
    "conflict": (409, "The comment has changed meanwhile. Please load it again."),
}


def problem(refused: Refused) -> Problem:
    status, text = SENTENCES[refused.reason]
    wait = refused.wait if refused.wait is not None else (3 if status == 429 else None)
    return Problem(status, refused.reason, text, retry_after=wait)
