"""pull_feed: what a registered feed has new becomes articles, and how it went is kept."""

import logging
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path

from django.db.models import F
from django.utils import timezone

from articles.models import Article, ArticleAlias, Feed, Origin, Site
from articles.services.refused import Refused
from articles.services.register import register_many
from articles.services.urls import digest_of, own_address
from articles.sources.as_data import as_data
from articles.sources.detect import open_source
from articles.sources.record import Item, Record, Skipped, SourceError
from newsroom.kernel.egress import Fetched, NotFetched, fetch, redirected
from newsroom.kernel.fields import FieldError

log = logging.getLogger(__name__)

# Longer than any pull can take: until then nobody else takes the feed.
LEASE = timedelta(minutes=10)
LONGEST_PAUSE = timedelta(days=1)
MOST_BYTES = 10_000_000
MOST_ENTRIES = 2000
MOST_REDIRECTS = 3
SECONDS = 15.0
BATCH = 50


class Failed(Exception):
    """The feed could not be read; ``pause``: how long its server wants to be left alone."""

    def __init__(self, text: str, pause: timedelta = timedelta(0), *, gone: bool = False) -> None:
        super().__init__(text)
        self.text = text
        self.pause = pause
        self.gone = gone


@dataclass
class Pulled:
    """Entries by what became of them: created, changed, unchanged, known (the publisher's own
    system tells of them), skipped (nothing to show) or refused; ``reason`` of the first refused."""

    outcomes: Counter[str] = field(default_factory=Counter)
    reason: str = ""

    def sentence(self) -> str:
        counts = ", ".join(f"{count} {name}" for name, count in sorted(self.outcomes.items()))
        return f"{counts or 'no entries'}{f' ({self.reason})' if self.reason else ''}"[:500]


def pull_due_feeds(now: datetime, *, seconds: float = 45.0) -> int:
    """Feeds whose time has come, one after another, so that slow ones hold one thread and no
    more; returns how many. Those left when ``seconds`` are over wait for the next call."""
    end = time.monotonic() + seconds
    due = Feed.objects.filter(enabled=True, next_check__lte=now).order_by("next_check")
    count = 0
    for pk in list(due.values_list("pk", flat=True)[:500]):
        if time.monotonic() > end:
            break
        count += pull_feed(pk, timezone.now())
    return count


def pull_feed(feed_pk: int, now: datetime) -> bool:
    """Fetches one feed that is due; False where another has it in hand."""
    due = Feed.objects.filter(pk=feed_pk, enabled=True, next_check__lte=now)
    if not due.update(next_check=now + LEASE):
        return False
    feed = Feed.objects.select_related("site").get(pk=feed_pk)
    try:
        _succeeded(feed, _read(feed, now), now)
    except Failed as failed:
        _failed(feed, failed, now)
    except Exception as error:
        # One feed that trips over a fault of ours must not keep the others from being fetched.
        log.exception("feed %s", feed.pk)
        _failed(feed, Failed(f"An error of this server: {type(error).__name__}."), now)
    return True


def _read(feed: Feed, now: datetime) -> str:
    """What came of it, in words. Raises Failed."""
    answer = _answer(feed)
    if answer.status == 304:
        return "unchanged"
    entries = _entries(feed, answer.body, now)
    pulled = take_entries(feed.site, entries, now)
    feed.etag = _short(answer.headers.get("etag", ""), 500)
    feed.last_modified = _short(answer.headers.get("last-modified", ""), 100)
    return pulled.sentence()


def _answer(feed: Feed) -> Fetched:
    headers = {"Accept": "application/atom+xml, application/rss+xml, application/xml, */*;q=0.5"}
    if feed.etag:
        headers["If-None-Match"] = feed.etag
    if feed.last_modified:
        headers["If-Modified-Since"] = feed.last_modified
    url = feed.url
    for _ in range(MOST_REDIRECTS + 1):
        answer = fetch(url, headers=headers, max_bytes=MOST_BYTES, seconds=SECONDS)
        if isinstance(answer, NotFetched):
            raise Failed(answer.text)
        onward = redirected(url, answer)
        if not onward:
            return _usable(answer)
        url = onward
    raise Failed("The feed is redirected too many times.")


def _usable(answer: Fetched) -> Fetched:
    if answer.status in (200, 304):
        return answer
    if answer.status == 410:
        raise Failed("The server says that the feed is gone for good.", gone=True)
    seconds = answer.headers.get("retry-after", "")
    pause = timedelta(seconds=int(seconds)) if seconds.isdecimal() and len(seconds) < 8 else None
    raise Failed(f"The server answered with status {answer.status}.", pause or timedelta(0))


def _entries(feed: Feed, body: bytes, now: datetime) -> list[Item]:
    with tempfile.NamedTemporaryFile(prefix="newsroom-feed-") as file:
        file.write(body)
        file.flush()
        try:
            source = open_source(Path(file.name), feed.format, now=now)
            return list(islice(source.items(), MOST_ENTRIES))
        except SourceError as error:
            raise Failed(f"The feed cannot be read: {error}.") from None


def take_entries(site: Site, items: Sequence[Item], now: datetime) -> Pulled:
    """Articles from a feed's entries. What the publisher's own system has told of is left as it
    told it: a feed knows less."""
    pulled = Pulled()
    pulled.outcomes["skipped"] += sum(isinstance(item, Skipped) for item in items)
    records = [item for item in items if isinstance(item, Record)]
    for start in range(0, len(records), BATCH):
        _take(site, records[start : start + BATCH], now, pulled)
    pulled.outcomes = +pulled.outcomes
    return pulled


def _take(site: Site, records: list[Record], now: datetime, pulled: Pulled) -> None:
    holders = _holders(site, records)
    told = []
    for record in records:
        holder = holders.get(_digest(site, record.url)) or holders.get(record.id)
        if holder is not None and holder.origin in (Origin.PUSH, Origin.IMPORT):
            pulled.outcomes["known"] += 1
        elif record.status == "draft":  # a plain address, of which nothing else is known
            pulled.outcomes["skipped"] += 1
        else:
            by_feed = holder is not None and holder.origin == Origin.FEED
            told.append((holder.external_id if by_feed and holder else record.id, as_data(record)))
    for outcome in register_many(site, told, now, origin=Origin.FEED):
        if isinstance(outcome, Refused):
            pulled.outcomes["refused"] += 1
            pulled.reason = pulled.reason or str(outcome)[:200]
        else:
            pulled.outcomes[outcome] += 1


def _holders(site: Site, records: list[Record]) -> dict[str, Article]:
    """The articles that entries are of, by the entry's id and by the digest of its address."""
    light = Article.objects.filter(site=site).only("external_id", "url_digest", "origin")
    found = {row.external_id: row for row in light.filter(external_id__in=[r.id for r in records])}
    digests = [_digest(site, record.url) for record in records]
    found |= {row.url_digest: row for row in light.filter(url_digest__in=digests)}
    aliases = ArticleAlias.objects.filter(site=site, url_digest__in=digests)
    for alias in aliases.select_related("article").defer("article__body"):
        found.setdefault(alias.url_digest, alias.article)
    return found


def _digest(site: Site, url: str) -> str:
    try:
        return digest_of(own_address(site, url))
    except FieldError:
        return ""


def _succeeded(feed: Feed, message: str, now: datetime) -> None:
    _keep(
        feed,
        etag=feed.etag,
        last_modified=feed.last_modified,
        state=Feed.State.WELL,
        message=message,
        failures=0,
        checked_at=now,
        well_at=now,
        next_check=now + timedelta(minutes=feed.minutes),
    )


def _failed(feed: Feed, failed: Failed, now: datetime) -> None:
    """Twice as long to the next try with each failure, up to a day; never sooner than asked."""
    pause = timedelta(minutes=feed.minutes) * 2 ** min(feed.failures + 1, 10)
    if failed.gone:
        _keep(feed, enabled=False)
    _keep(
        feed,
        state=Feed.State.GONE if failed.gone else Feed.State.FAILING,
        message=failed.text[:500],
        failures=F("failures") + 1,
        checked_at=now,
        next_check=now + min(max(pause, failed.pause), LONGEST_PAUSE),
    )


def _keep(feed: Feed, **values: object) -> None:
    Feed.objects.filter(pk=feed.pk).update(**values)


def _short(value: str, most: int) -> str:
    return value if len(value) <= most else ""
