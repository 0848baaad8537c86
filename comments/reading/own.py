"""What the author of a comment is told about it, in any state, in words a reader understands."""

from datetime import datetime
from typing import Any

from comments.models import Comment, Decision, Policy
from comments.reading.rows import COLUMNS, Row
from comments.reading.shapes import iso, shape
from comments.services.edit import editable_until, may_edit
from comments.states import REFUSED, Status

REASONS = {
    "waits_for_check": "Your comment is being checked. This takes a few seconds.",
    "first_comment": "A moderator reads the first comment of every new author.",
    "every_comment_waits": "A moderator reads every comment here before it appears.",
    "many_links": "Your comment has several links, so a moderator reads it first.",
    "listed_word": "Your comment has a word that this newsroom wants to look at first.",
    "repeated_text": "The same text has been posted before, so a moderator reads it first.",
    "written_too_quickly": "Your comment came very quickly, so a moderator reads it first.",
    "email_undeliverable": (
        "Your e-mail address does not seem to receive mail, so a moderator reads it first."
    ),
    "email_typo": (
        "Your e-mail address seems to have a slip in it, so a moderator reads your comment first."
    ),
    "email_disposable": "Your address is a throw-away one, so a moderator reads it first.",
    "email_role": (
        "Your address is one that several people read, so a moderator reads your comment first."
    ),
    "email_smtputf8": (
        "Your address has letters before the @ that few mail servers take, so a moderator reads"
        " your comment first."
    ),
    "email_unconfirmed": "Your e-mail address is not confirmed, so a moderator reads it first.",
    "confirm_email": (
        "We send a mail to your address. Follow the link in it within 48 hours, and your comment"
        " goes on."
    ),
    "confirmed": "Your address is confirmed. Your comment is being checked.",
    "heated_thread": "In this conversation a moderator reads every comment first for now.",
    "many_places": "You wrote below many articles within minutes, so a moderator reads it first.",
    "repeated_link": "Several people link to the same place, so a moderator reads it first.",
    "outside_concern": "A check has a doubt, so a moderator reads it first.",
    "like_spam": "Your comment looks like ones that moderators read first here.",
    "scorer_missing": "A check of ours could not be made, so a moderator reads it first.",
    "sender_blocked": "A moderator reads your comment first.",
    "author_watched": "A moderator reads your comment first.",
    "read_and_fine": "A moderator has read your comment.",
    "no_concern": "Your comment is published.",
    "withdrawn_by_author": "You have withdrawn this comment.",
    "edited": "Your changed comment is being checked.",
}
BY_STATUS = {
    Status.UNCONFIRMED: "Please confirm your e-mail address.",
    Status.PENDING: "Your comment is being checked. This takes a few seconds.",
    Status.PUBLISHED: "Your comment is published.",
    Status.HELD: "Your comment waits for a moderator.",
    Status.REJECTED: "A moderator decided not to publish your comment.",
    Status.SPAM: "Your comment was not published.",
    Status.REMOVED: "A moderator has removed your comment.",
    Status.WITHDRAWN: "You have withdrawn this comment.",
}


def own(comment: Comment, policy: Policy, now: datetime) -> dict[str, Any]:
    """``{id, status, reason, editable_until, comment}``; the receipt is added by the edge."""
    decision = comment.decisions.order_by("-id").first()
    return _told(comment, policy, decision, editable=may_edit(comment, policy, now))


def own_at_first(comment: Comment, policy: Policy, now: datetime) -> dict[str, Any]:
    """The same of a comment that was stored this moment, without a look at the database: nobody
    has decided on it yet, and its thread takes comments."""
    return _told(comment, policy, None, editable=now < editable_until(comment, policy))


def _told(
    comment: Comment, policy: Policy, decision: Decision | None, *, editable: bool
) -> dict[str, Any]:
    code = decision.reasons[0] if decision and decision.reasons else "waits_for_check"
    return {
        "id": comment.pk,
        "status": comment.status,
        "reason": reason(Status(comment.status), code, decision.actor if decision else ""),
        "editable_until": iso(editable_until(comment, policy)),
        "editable": editable,
        "body": comment.body,
        "comment": _shape(comment),
    }


def reason(status: Status, code: str, actor: str) -> dict[str, str]:
    """Of a refusal the statement of reasons says more, and no more than may be said."""
    if status is Status.REJECTED and actor == "machine":
        return {"code": status.value, "text": BY_STATUS[Status.SPAM]}
    if status in REFUSED:
        return {"code": status.value, "text": BY_STATUS[status]}
    if status is Status.UNCONFIRMED:
        code = "confirm_email"
    return {"code": code, "text": REASONS.get(code, BY_STATUS[status])}


def _answered(comment: Comment) -> str | None:
    answered = comment.in_reply_to
    return answered.name if answered and answered.status == Status.PUBLISHED else None


def _shape(comment: Comment) -> dict[str, Any]:
    row = Row(*(getattr(comment, column) for column in COLUMNS))
    shown = shape(row._replace(status=Status.PUBLISHED.value, answered=_answered(comment)))
    return {**shown, "status": comment.status}
