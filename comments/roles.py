"""Who of the newsroom may do what, at one site. A role is held at a site; nowhere else it counts.

Whoever runs the installation (a superuser) is an admin of every site.
"""

from enum import StrEnum


class Role(StrEnum):
    READER = "reader"  # of the queue: sees what waits, decides nothing
    MODERATOR = "moderator"
    SENIOR = "senior"  # also people and rules
    EDITOR = "editor"  # also articles, threads and picks
    ADMIN = "admin"


class May(StrEnum):
    READ_QUEUE = "read_queue"
    DECIDE = "decide"  # publish, hold, reject, spam, remove; claim; undo
    CHANGE_PEOPLE = "change_people"  # trust, watch, suspend, ban
    CHANGE_RULES = "change_rules"  # words, domains, policy
    CHANGE_THREADS = "change_threads"  # open and close, pin and pick
    CHANGE_ARTICLES = "change_articles"
    CHANGE_MEMBERS = "change_members"


_MODERATOR = frozenset({May.READ_QUEUE, May.DECIDE})

PERMISSIONS: dict[Role, frozenset[May]] = {
    Role.READER: frozenset({May.READ_QUEUE}),
    Role.MODERATOR: _MODERATOR,
    Role.SENIOR: _MODERATOR | {May.CHANGE_PEOPLE, May.CHANGE_RULES},
    Role.EDITOR: _MODERATOR | {May.CHANGE_THREADS, May.CHANGE_ARTICLES},
    Role.ADMIN: frozenset(May),
}


def at_least(role: str, least: str) -> bool:
    """Whether the role stands where ``least`` does, or after it, in the order of the list."""
    order = list(Role)
    return order.index(Role(role)) >= order.index(Role(least))


def may(role: str | None, verb: May) -> bool:
    """Whether the role allows the verb; None, and a role nobody knows, allow nothing."""
    return role in PERMISSIONS and verb in PERMISSIONS[Role(role)]
