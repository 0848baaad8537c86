"""appoint: gives an account a role at a site, changes it, or takes it away."""

from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser

from articles.public import Site
from comments.models import Membership
from comments.roles import Role


def appoint(user: AbstractBaseUser, site: Site, role: Role, now: datetime) -> Membership:
    row, _ = Membership.objects.update_or_create(
        user=user,
        site=site,
        defaults={"role": role.value},
        create_defaults={"role": role.value, "created": now},
    )
    return row


def dismiss(user: AbstractBaseUser, site: Site) -> bool:
    """False where the account had no role there."""
    return Membership.objects.filter(user_id=user.pk, site=site).delete()[0] > 0
