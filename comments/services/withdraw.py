"""withdraw: the author takes their comment back. Final; the place stays where others replied."""

from datetime import datetime

from comments.models import Comment
from comments.services.apply import Applied, Illegal, Move, Stale, apply
from comments.states import Status


def withdraw(comment: Comment, now: datetime) -> Applied | Stale | Illegal:
    return apply(comment, Move(Status.WITHDRAWN, "author", ["withdrawn_by_author"]), now)
