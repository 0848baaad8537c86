"""learn_host: whoever imports a site's own export says by it that these hosts are the site's."""

from articles.canonical_url import canonical, host_of
from articles.models import Site
from newsroom.kernel.fields import FieldError

MOST_HOSTS = 40


def learn_host(site: Site, url: str) -> str | None:
    """The host, where the site did not know it; None where it did. FieldError for what is no web
    address, and where a site would get more hosts than any has."""
    try:
        host = host_of(canonical(url))
    except ValueError as error:
        raise FieldError("invalid", f"url: {error}") from None
    if host in site.domains:
        return None
    if len(site.domains) >= MOST_HOSTS:
        raise FieldError("invalid", f"url: the host {host!r} does not belong to this site.")
    site.domains = sorted({*site.domains, host})
    Site.objects.filter(pk=site.pk).update(domains=site.domains)
    return host
