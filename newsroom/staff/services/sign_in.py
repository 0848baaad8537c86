"""sign_in: the account of whoever the provider names, made on their first day and brought up to
date on each other; or the reason why they get none."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, User
from django.db import transaction

from articles.models import Site
from comments.roles import Role
from comments.services.appoint import appoint, dismiss
from newsroom.staff.id_token import NotSignedIn
from newsroom.staff.roles_by_group import best

PREFIX = "oidc-"


@dataclass(frozen=True)
class Rights:
    """What somebody's groups give them: of the admin, and by site of the panel."""

    staff: set[str]
    admin: bool
    roles: Mapping[str, Role]

    def any(self) -> bool:
        return bool(self.staff or self.admin or self.roles)


def account_of(claims: Mapping[str, Any], now: datetime) -> User:
    """Raises NotSignedIn for who belongs to no group that is let in, or whose account is closed.

    An account goes by issuer and subject. One that stands here already, with a password of its own,
    is never taken by an equal address, unless the installation says so, and then only by a verified
    one; its rights stay as they are.
    """
    groups = groups_of(claims)
    rights = Rights(
        staff=groups.intersection(settings.OIDC_STAFF_GROUPS),
        admin=bool(groups.intersection(settings.OIDC_ADMIN_GROUPS)),
        roles=best(settings.OIDC_ROLES, groups),
    )
    named = username_of(str(claims["iss"]), str(claims["sub"]))
    if not rights.any():
        _close(named, now)
        raise NotSignedIn("in_no_group")
    user = _by_address(claims) or _own(named, claims, rights, now)
    if not user.is_active:
        raise NotSignedIn("account_closed")
    return user


def username_of(issuer: str, subject: str) -> str:
    return PREFIX + hashlib.sha256(f"{issuer}\0{subject}".encode()).hexdigest()[:32]


def groups_of(claims: Mapping[str, Any]) -> set[str]:
    said = claims.get(settings.OIDC_GROUPS_CLAIM)
    names = [said] if isinstance(said, str) else said
    return {name for name in names if isinstance(name, str)} if isinstance(names, list) else set()


def _own(named: str, claims: Mapping[str, Any], rights: Rights, now: datetime) -> User:
    with transaction.atomic():
        user, made = get_user_model().objects.get_or_create(username=named)
        if made:
            user.set_unusable_password()
        user.first_name, user.email = _text(claims, "name", 150), _address(claims)
        user.is_staff, user.is_superuser = bool(rights.staff) or rights.admin, rights.admin
        user.save()
        user.groups.set(Group.objects.filter(name__in=rights.staff))
        _appoint(user, rights.roles, now)
    return user


def _appoint(user: User, roles: Mapping[str, Role], now: datetime) -> None:
    """At the sites that the setting names; roles that somebody gave by hand elsewhere stay."""
    for site in Site.objects.filter(key__in={grant.site for grant in settings.OIDC_ROLES}):
        if site.key in roles:
            appoint(user, site, roles[site.key], now)
        else:
            dismiss(user, site)


def _close(named: str, now: datetime) -> None:
    """Whoever left the groups keeps no rights from before."""
    user = get_user_model().objects.filter(username=named).first()
    if user is not None:
        get_user_model().objects.filter(pk=user.pk).update(is_staff=False, is_superuser=False)
        _appoint(user, {}, now)


def _by_address(claims: Mapping[str, Any]) -> User | None:
    """The one account of that address with a password of its own, where it may be taken."""
    address = _address(claims)
    if not settings.OIDC_LINK_BY_EMAIL or not address:
        return None
    rows = get_user_model().objects.filter(email__iexact=address, is_staff=True)
    found = list(rows.exclude(username__startswith=PREFIX)[:2])
    return found[0] if len(found) == 1 else None


def _address(claims: Mapping[str, Any]) -> str:
    """Only a verified one: it names people on record, and may open an account."""
    return _text(claims, "email", 254) if claims.get("email_verified") is True else ""


def _text(claims: Mapping[str, Any], name: str, most: int) -> str:
    value = claims.get(name)
    fits = isinstance(value, str) and len(value) <= most and value.isprintable()
    return str(value).strip() if fits else ""
