"""What whoever is signed in wrote in one thread and may still see to."""

from datetime import datetime, timedelta

from comments.models import Comment, Policy
from comments.states import Status

MOST = 20


def my_recent(thread: int, identity: str, policy: Policy, now: datetime) -> list[Comment]:
    """The newest first: what waits, and what can still be changed."""
    rows = Comment.objects.filter(thread_id=thread, commenter__identity=identity)
    rows = rows.exclude(status__in=(Status.WITHDRAWN, Status.REMOVED))
    rows = rows.select_related("thread", "commenter").order_by("-id")[: 2 * MOST]
    since = now - timedelta(seconds=policy.edit_window)
    fresh = [row for row in rows if row.created_at > since or row.status != Status.PUBLISHED]
    return fresh[:MOST]
