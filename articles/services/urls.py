"""How a URL is looked up: by the digest of its one spelling under the rules of its site."""

import hashlib

from articles.canonical_url import canonical, host_of
from articles.models import Site
from articles.site_settings import settings_of
from newsroom.kernel.fields import FieldError


def address_of(site: Site, url: str) -> str:
    """The canonical spelling. Raises ValueError for what is no web address."""
    return canonical(url, trailing_slash=settings_of(site.settings).trailing_slash)


def own_address(site: Site, url: str) -> str:
    """The canonical spelling of a page of this site. Raises FieldError for any other URL."""
    try:
        address = address_of(site, url)
    except ValueError as error:
        raise FieldError("invalid", str(error)) from None
    if (host := host_of(address)) not in site.domains:
        raise FieldError("invalid", f"The host {host!r} does not belong to this site.")
    return address


def digest_of(canonical_url: str) -> str:
    return hashlib.sha256(canonical_url.encode()).hexdigest()
