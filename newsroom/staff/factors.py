"""Who has a second factor, and who has to have one."""

from typing import Any

from comments.models import Membership, Policy
from comments.roles import at_least
from newsroom.staff.models import CodeApp, Passkey


def has_app(user: Any) -> bool:
    return CodeApp.objects.filter(user=user).exclude(confirmed=None).exists()


def has_factor(user: Any) -> bool:
    return has_app(user) or Passkey.objects.filter(user=user).exists()


def must_have_factor(user: Any) -> bool:
    """As a site says that the account has a role at; whoever runs all, as any site says."""
    asking = Policy.objects.exclude(second_factor="")
    if user.is_superuser:
        return asking.exists()
    held = Membership.objects.filter(user=user).exclude(site__policy__second_factor="")
    pairs = held.values_list("role", "site__policy__second_factor")
    return any(at_least(role, least) for role, least in pairs if least)
