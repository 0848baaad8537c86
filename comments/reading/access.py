"""What an account may do where: asked by every page and call of the desk."""

from typing import Any

from articles.public import Site, UnknownArticle, site_named
from comments.models import Membership
from comments.roles import May, Role, may


def role_at(user: Any, site: Site) -> Role | None:
    """None: nobody there. An account that was switched off is nobody anywhere."""
    if not user.is_authenticated or not user.is_active:
        return None
    if user.is_superuser:
        return Role.ADMIN
    found = Membership.objects.filter(user=user, site=site).values_list("role", flat=True).first()
    return Role(found) if found else None


def site_for(user: Any, key: str, verb: May) -> tuple[Site, Role] | None:
    """The site and the account's role there, where the role allows ``verb``. A site that is not
    there, and one where the account is nobody, look the same."""
    try:
        site = site_named(key)
    except UnknownArticle:
        return None
    role = role_at(user, site)
    return (site, role) if role is not None and may(role, verb) else None


def sites_of(user: Any) -> list[Site]:
    """Where the account may read the queue, by key."""
    if not user.is_authenticated or not user.is_active:
        return []
    if user.is_superuser:
        return list(Site.objects.order_by("key"))
    roles = [role.value for role in Role if may(role, May.READ_QUEUE)]
    held = Membership.objects.filter(user=user, role__in=roles).select_related("site")
    return [row.site for row in held.order_by("site__key")]
