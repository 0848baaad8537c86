"""desk_notes: a comment is meant for a colleague, or one tells the others something about it."""

from datetime import datetime

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser

from comments.models import Assignment, Comment, DeskNote
from comments.services.appeals import desk_of
from newsroom.kernel.fields import clean_line


def assign(comment: Comment, user: int | None, now: datetime) -> bool:
    """None: for nobody in particular. False for somebody who decides nothing at this site."""
    if user is None:
        Assignment.objects.filter(comment=comment).delete()
        return True
    if user not in desk_of(comment.thread.site_id):
        return False
    Assignment.objects.update_or_create(comment=comment, defaults={"user_id": user, "created": now})
    return True


def named_desk(site_pk: int) -> list[tuple[int, str]]:
    """Who decides at the site, by name."""
    rows = get_user_model().objects.filter(pk__in=desk_of(site_pk)).order_by("username")
    return list(rows.values_list("pk", "username"))


def note_on(comment: Comment, text: object, by: AbstractBaseUser, now: datetime) -> DeskNote:
    """Raises FieldError."""
    said = clean_line(text, max_length=500, required=True)
    return DeskNote.objects.create(comment=comment, text=said, by_id=by.pk, created=now)
