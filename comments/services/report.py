"""report: a reader says that something is wrong. It moves nothing by itself: people look."""

from datetime import datetime

from django.db import transaction

from comments.models import Comment, Report
from comments.services.line_up import line_up
from newsroom.kernel import outbox
from newsroom.kernel.fields import FieldError, clean_text


def report(comment: Comment, reporter: str, reason: str, note: object, now: datetime) -> bool:
    """False where the comment is not published. Raises FieldError for a reason that is none or a
    note that is no text; the same reader's second report changes the first."""
    if reason not in Report.Reason.values:
        raise FieldError("invalid", f"The reason is one of {', '.join(Report.Reason.values)}.")
    said = clean_text(note, max_length=500, required=False)
    with transaction.atomic():
        # The comment before its reports, as a decision locks them.
        rows = Comment.objects.select_for_update(no_key=True).visible()
        if not rows.filter(pk=comment.pk).exists():
            return False
        _, first = Report.objects.update_or_create(
            comment=comment,
            reporter=reporter,
            defaults={"reason": reason, "note": said},
            create_defaults={"reason": reason, "note": said, "created": now},
        )
        line_up(comment.pk)
        if first:
            outbox.record("comment.reported", comment.pk, now=now)
    return True
