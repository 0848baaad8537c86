"""Addresses that belong to a task and not to a person: several read them, and none of them asked
for mail about a conversation."""

# RFC 2142, and what providers refuse as subscribers; not mail@ or hello@, which people with a
# domain of their own use for themselves.
_NAMES = frozenset(
    """
    abuse accounting admin administrator billing careers compliance contact customerservice
    dns do-not-reply donotreply editor editorial enquiries feedback ftp help helpdesk
    hostmaster hr info inquiries investorrelations jobs legal list-request
    mailer-daemon mailerdaemon marketing media news newsletter newsroom no-reply nobody noc
    noreply office orders postmaster press privacy redaktion remove request root sales security
    service spam ssladmin staff subscribe support sysadmin team tech undisclosed-recipients
    unsubscribe usenet uucp webmaster www
    """.split()  # noqa: SIM905 (sixty quoted words on sixty lines read worse)
)


def is_role_account(address: str) -> bool:
    """Whether the part before the @, without a tag, names a task: ``info@``, ``press+uk@``."""
    local = address.rpartition("@")[0].casefold()
    return local.partition("+")[0] in _NAMES
