"""Sites and their keys."""

import hashlib
import re
import secrets
from datetime import datetime

from articles.models import Site, SiteKey
from newsroom.kernel.fields import FieldError, clean_line

_HOST = re.compile(r"[a-z0-9.-]{1,253}(:\d{1,5})?|\[[0-9a-f:]+\](:\d{1,5})?")


def create_site(
    key: str, name: str, domains: list[str], now: datetime, language: str = "en"
) -> Site:
    """A new site. Raises FieldError for a key or domain that cannot be one."""
    if not re.fullmatch(r"[a-z0-9][a-z0-9_-]{0,59}", key):
        raise FieldError("invalid", "A site's key has small letters, digits, - and _ only.")
    if Site.objects.filter(key=key).exists():
        raise FieldError("duplicate", f"There is a site {key!r} already.")
    return Site.objects.create(
        key=key,
        name=clean_line(name or key, max_length=200, required=True),
        domains=clean_domains(domains),
        language=language,
        created=now,
    )


def clean_domains(domains: list[str]) -> list[str]:
    """Host names as URLs spell them: lower case, no scheme, a port where it is not the usual."""
    hosts = [
        host.strip().lower().removeprefix("https://").removeprefix("http://") for host in domains
    ]
    for host in hosts:
        if not _HOST.fullmatch(host):
            raise FieldError("invalid", f"{host[:80]!r} is not a host name.")
    return sorted(set(hosts))


def issue_key(site: Site, label: str, now: datetime) -> str:
    """A new site key. This is the only time it is known: the table keeps its digest."""
    key = f"nrk_{secrets.token_urlsafe(32)}"
    SiteKey.objects.create(site=site, digest=key_digest(key), label=label, created=now)
    return key


def site_of_key(key: str) -> Site | None:
    """The site that a key opens. Looked up by digest, so time tells nothing of the secret."""
    row = SiteKey.objects.filter(digest=key_digest(key), revoked_at=None).select_related("site")
    found = row.first()
    return found.site if found else None


def key_digest(key: str) -> str:
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()
