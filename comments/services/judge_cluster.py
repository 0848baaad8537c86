"""judge_cluster: one word on a comment and on all at the site that repeat it."""

from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser

from comments import text
from comments.evidence.repeats import alike
from comments.models import Comment, Decision
from comments.repeats.masked import masked
from comments.services.apply import Applied, Illegal, Stale
from comments.services.moderate import moderate
from comments.states import Status

Outcome = Applied | Stale | Illegal


def cluster_of(comment: Comment, now: datetime) -> list[Comment]:
    """The comment first, then those at its site that say the same in other dress, newest first.
    Left out is what a person decided already: their word stands."""
    same = Comment.objects.filter(
        thread__site_id=comment.thread.site_id, digest=comment.digest
    ).exclude(status=Status.WITHDRAWN)
    near = [one.comment for one in alike(comment, masked(text.plain(comment.body)), now)]
    near = [one for one in near if one.thread.site_id == comment.thread.site_id]
    exact = same.select_related("commenter", "thread").order_by("-id")[:100]
    others = {one.pk: one for one in (*exact, *near) if one.pk != comment.pk}
    decided = Decision.objects.filter(comment_id__in=others, actor="moderator")
    theirs = set(decided.values_list("comment_id", flat=True))
    return [comment, *(one for pk, one in others.items() if pk not in theirs)]


def judge_cluster(
    comment: Comment, to: Status, by: AbstractBaseUser | None, now: datetime, *, note: str = ""
) -> list[Outcome]:
    """Each gets a decision of its own, which can be taken back alone. Raises FieldError."""
    said = note or f"with all that repeat {comment.pk}"
    rows = [one for one in cluster_of(comment, now) if one.status != to]
    return [moderate(one, to, by, now, note=said) for one in rows]
