"""hold_evidence: a comment is kept as it is, because a court or the police may ask for it, until
somebody lifts that again. Both say why. Decisions go on: evidence need not stay public."""

from collections.abc import Sequence
from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser
from django.db import IntegrityError, transaction
from django.db.models import OuterRef, QuerySet

from comments.models import Comment, LegalHold
from newsroom.kernel.fields import clean_line


def standing_holds() -> QuerySet[LegalHold]:
    """For ``Exists`` beside rows of comments."""
    return LegalHold.objects.filter(comment=OuterRef("pk"), lifted=None)


def is_held(comment_pk: int) -> bool:
    """Ask it in the transaction that has the comment's row: whoever lays a hold takes it too."""
    return LegalHold.objects.filter(comment=comment_pk, lifted=None).exists()


def lay(comment_pk: int, why: object, by: AbstractBaseUser, now: datetime) -> LegalHold | None:
    """None where nothing is left to keep, or a hold stands already. Raises FieldError."""
    said = clean_line(why, max_length=500, required=True)
    try:
        with transaction.atomic():
            rows = Comment.objects.select_for_update().filter(pk=comment_pk, erased_at=None)
            if rows.first() is None:
                return None
            return LegalHold.objects.create(
                comment_id=comment_pk, why=said, by_id=by.pk, created=now
            )
    except IntegrityError:
        return None


def held_among(comments: Sequence[int]) -> int:
    """How many of them a hold stands on."""
    return LegalHold.objects.filter(comment__in=comments, lifted=None).count()


def erase_later(comment_pk: int) -> bool:
    """Whether a hold stands in the way of an erasure; then it is done when the hold is lifted."""
    return bool(LegalHold.objects.filter(comment=comment_pk, lifted=None).update(erase_after=True))
