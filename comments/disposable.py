"""Domains of throw-away mail boxes: a list of names, matched together with all that stands below.

The list is other people's opinion: it may ask for a second look or for a confirmation, and where a
site says so it refuses. Services that only hide an address from its reader are nobody's throw-away.
"""

import re
from collections.abc import Collection, Iterator

# They hand on to a person's own mail box, for as long as that person likes.
PRIVACY_RELAYS = frozenset(
    {
        "privaterelay.appleid.com",
        "icloud.com",
        "mozmail.com",
        "relay.firefox.com",
        "duck.com",
        "simplelogin.com",
        "simplelogin.co",
        "simplelogin.fr",
        "simplelogin.io",
        "aleeas.com",
        "slmail.me",
        "slmails.com",
        "passmail.net",
        "passmail.com",
        "passinbox.com",
        "passfwd.com",
        "anonaddy.com",
        "anonaddy.me",
        "addy.io",
        "addymail.com",
        "mailer.me",
        "fastmail.com",
        "proton.me",
        "protonmail.com",
        "pm.me",
    }
)
FEWEST = 100  # a shorter list is a damaged one
_DOMAIN = re.compile(r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{1,62}")


class ListError(ValueError):
    """The text is no list of domains that could be used; the message says why, in one line."""


def parse(text: str, never: Collection[str] = ()) -> frozenset[str]:
    """The domains of a list, one a line, ``#`` begins a remark.

    Raises ListError for a line that is no domain in its ASCII form, for a list that is too short,
    and for one that names a domain of ``never``: a list that calls everybody's provider a
    throw-away was made by mistake or in malice.
    """
    lines = [line.partition("#")[0].strip().lower() for line in text.splitlines()]
    domains = frozenset(line for line in lines if line)
    wrong = next((domain for domain in sorted(domains) if not is_domain(domain)), None)
    if wrong is not None:
        raise ListError(f"{wrong[:60]!r} is no domain.")
    if len(domains) < FEWEST:
        raise ListError(f"The list has {len(domains)} domains, and would have to have {FEWEST}.")
    if swept := sorted(domain for domain in never if set(_upwards(domain)) & domains):
        raise ListError(f"The list calls {swept[0]} disposable.")
    return domains


def is_domain(name: str) -> bool:
    """Whether this is a domain name in ASCII and lower case, with at least one dot."""
    return _DOMAIN.fullmatch(name) is not None


def is_disposable(
    domain: str, listed: Collection[str], allowed: Collection[str] = frozenset()
) -> bool:
    """Whether the domain (in ASCII, lower case), or one above it, is listed.

    The nearest name decides: a site may allow one name below a listed one, or a listed one itself.
    """
    for name in _upwards(domain):
        if name in allowed or name in PRIVACY_RELAYS:
            return False
        if name in listed:
            return True
    return False


def _upwards(domain: str) -> Iterator[str]:
    """The domain and those above it, down to two labels."""
    labels = domain.split(".")
    for start in range(len(labels) - 1):
        yield ".".join(labels[start:])
