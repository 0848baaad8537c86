"""claim: says that a moderator has a comment open. It marks the card for colleagues and hinders
nobody; whoever went home is forgotten after a minute."""

from datetime import datetime, timedelta

from django.contrib.auth.models import AbstractBaseUser
from django.db import IntegrityError, transaction
from django.db.models import Q

from comments.models import Claim

HOLDS = timedelta(seconds=60)


def claim(comment_pk: int, user: AbstractBaseUser, now: datetime) -> bool:
    """False where a colleague has it open. What the same person had open before is let go."""
    until = now + HOLDS
    Claim.objects.filter(user_id=user.pk).exclude(comment=comment_pk).delete()
    free = Claim.objects.filter(comment=comment_pk).filter(Q(user_id=user.pk) | Q(until__lt=now))
    if free.update(user_id=user.pk, until=until):
        return True
    try:
        with transaction.atomic():
            Claim.objects.create(comment_id=comment_pk, user_id=user.pk, until=until)
    except IntegrityError:  # a colleague's
        return False
    return True


def release(comment_pk: int) -> None:
    Claim.objects.filter(comment=comment_pk).delete()


def let_go(comment_pk: int, user: AbstractBaseUser) -> None:
    """One's own alone."""
    Claim.objects.filter(comment=comment_pk, user_id=user.pk).delete()


def release_all(user: AbstractBaseUser) -> None:
    """Whoever goes, or closes the page, has nothing open."""
    Claim.objects.filter(user_id=user.pk).delete()
