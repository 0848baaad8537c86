"""How many other people said exactly this lately, anywhere on this server."""

from datetime import datetime, timedelta

from comments.models import Comment

WINDOW = timedelta(days=3)


def ask_same_text(comment: Comment, now: datetime) -> int:
    same = Comment.objects.filter(digest=comment.digest, created_at__gte=now - WINDOW)
    others = same.exclude(commenter_id=comment.commenter_id)
    return others.values("commenter_id").distinct().count()
