"""The feeds a site registers: adding one, changing how it is fetched, taking it out."""

from datetime import datetime

from django.db import IntegrityError, transaction

from articles.canonical_url import canonical
from articles.models import Feed, Site
from articles.services.urls import digest_of
from articles.sources.detect import READERS
from newsroom.kernel.fields import FieldError, clean_url

FORMATS = ("auto", "feed", "sitemap", "jsonl")
LEAST_MINUTES, MOST_MINUTES = 5, 1440
assert set(FORMATS[1:]) <= set(READERS)


def add_feed(
    site: Site, url: str, now: datetime, *, format: str = "auto", minutes: int = 15
) -> Feed:
    """A feed to be fetched from now on. Raises FieldError."""
    url = clean_feed_url(url)
    check_format(format)
    check_minutes(minutes)
    feed = Feed(
        site=site,
        url=url,
        url_digest=digest_of(canonical(url)),
        format=format,
        minutes=minutes,
        next_check=now,
        created=now,
    )
    try:
        with transaction.atomic():
            feed.save()
    except IntegrityError:
        raise FieldError("duplicate", "This site has this feed already.") from None
    return feed


def change_feed(feed: Feed, now: datetime, *, minutes: int, enabled: bool) -> None:
    """How often, and whether at all. It is fetched anew at once, as if nothing had failed."""
    check_minutes(minutes)
    feed.minutes, feed.enabled, feed.failures, feed.next_check = minutes, enabled, 0, now
    feed.save(update_fields=["minutes", "enabled", "failures", "next_check"])


def remove_feed(feed: Feed) -> None:
    """Its articles stay: they are the site's."""
    feed.delete()


def clean_feed_url(url: object) -> str:
    cleaned = clean_url(url, max_length=2000, required=True)
    try:
        canonical(cleaned)
    except ValueError as error:
        raise FieldError("invalid", str(error)) from None
    return cleaned


def check_format(format: str) -> None:
    if format not in FORMATS:
        raise FieldError("invalid", f"The format is one of {', '.join(FORMATS)}.")


def check_minutes(minutes: int) -> None:
    if not LEAST_MINUTES <= minutes <= MOST_MINUTES:
        raise FieldError("invalid", f"Every {LEAST_MINUTES} to {MOST_MINUTES} minutes.")
