"""Which group of the provider's has which role at which site, as one setting says it."""

from collections.abc import Iterable
from typing import NamedTuple

from comments.roles import Role
from newsroom.env import PREFIX, WrongSetting


class Grant(NamedTuple):
    group: str
    site: str
    role: Role


def roles_by_group(lines: Iterable[str]) -> list[Grant]:
    """Each is ``group=site:role``; WrongSetting for anything else."""
    return [_grant(text) for text in lines]


def _grant(text: str) -> Grant:
    group, _, rest = text.rpartition("=")
    site, _, role = rest.partition(":")
    if not group or not site or role not in list(Role):
        raise WrongSetting(
            f"{PREFIX}OIDC_ROLES: {text!r} is not group=site:role; roles are {', '.join(Role)}"
        )
    return Grant(group.strip(), site.strip(), Role(role))


def best(grants: list[Grant], groups: set[str]) -> dict[str, Role]:
    """By site the highest role that any of the groups has there."""
    found: dict[str, Role] = {}
    order = list(Role)
    for grant in grants:
        if grant.group in groups:
            known = found.get(grant.site, grant.role)
            found[grant.site] = max(known, grant.role, key=order.index)
    return found
