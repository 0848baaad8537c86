"""lift_hold: a comment need be kept as evidence no longer."""

from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from comments.models import LegalHold
from comments.services.erase import erase_kept
from newsroom.kernel.fields import clean_line


def lift(hold: LegalHold, why: object, by: AbstractBaseUser, now: datetime) -> bool:
    """False where it was lifted before. What its author asked to be erased meanwhile is, now."""
    said = clean_line(why, max_length=500, required=True)
    with transaction.atomic():
        standing = LegalHold.objects.filter(pk=hold.pk, lifted=None)
        if not standing.update(lifted=now, lifted_by_id=by.pk, lifted_why=said):
            return False
        if LegalHold.objects.filter(pk=hold.pk, erase_after=True).exists():
            erase_kept(hold.comment_id, now)
    return True
