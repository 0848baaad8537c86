"""first_seen: a page of the site's that nobody told of gets a stub when its first reader comes.

Anybody can make up addresses of a known host, so a stub is in no list, one reader names only so
many, and a site holds only so many that nobody has confirmed.
"""

from datetime import datetime
from urllib.parse import unquote, urlsplit

from django.db import transaction

from articles.models import Article, Origin, Site, Status
from articles.services.announce import renew
from articles.services.urls import digest_of, own_address
from articles.site_settings import settings_of
from newsroom.kernel import limits
from newsroom.kernel.fields import FieldError, clean_line, clean_url

PER_READER = limits.Limit("first_seen", 30, 3600)
MOST_STUBS = 1000


class TooManySeen(Exception):
    """``wait``: seconds until this reader may be the first on a page again."""

    def __init__(self, wait: int) -> None:
        self.wait = wait
        super().__init__("You are the first reader of too many pages. Please try again later.")


def first_seen(site: Site, url: str, seen_by: str, now: datetime) -> Article | None:
    """The stub; two first readers at once get the same one. None where the site wants no stub
    for this URL; TooManySeen where ``seen_by`` (an address prefix) has named too many."""
    if not settings_of(site.settings).stubs:
        return None
    try:
        clean_url(url, max_length=2000, required=True)
        address = own_address(site, url)
    except FieldError:
        return None
    stubs = Article.objects.filter(site=site, origin=Origin.SEEN)
    if stubs.count() >= MOST_STUBS:
        return None
    wait = limits.hit(PER_READER, f"{site.pk}:{seen_by}", now)
    if wait is not None:
        raise TooManySeen(wait)
    return stub(site, address, title_of(address), now)


def stub(site: Site, address: str, title: str, now: datetime) -> Article:
    """Holds the place of an article until somebody tells of it. ``address`` is canonical."""
    digest = digest_of(address)
    with transaction.atomic():
        row, made = Article.objects.select_related("section").get_or_create(
            site=site,
            url_digest=digest,
            defaults={
                "external_id": f"url-{digest}",
                "url": address,
                "title": title,
                "language": site.language,
                "status": Status.DRAFT,
                "origin": Origin.SEEN,
                "created": now,
                "changed": now,
            },
        )
        if made:  # what was asked of this address had no answer so far
            renew(site.pk)
    return row


def title_of(address: str) -> str:
    """All that is known: the path, as a person reads it."""
    parts = urlsplit(address)
    for text in (unquote(parts.path), parts.path):
        try:
            return clean_line(text, max_length=300, required=True)
        except FieldError:
            continue
    return parts.netloc[:300]
