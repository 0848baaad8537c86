"""What a webhook's message says: gathered from the news and the comments as they are now."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from urllib.parse import quote

from django.conf import settings

from articles.public import Site
from comments import text
from comments.desk_message import Item, Piece, as_chat, as_json, plain
from comments.models import DeskNews, Thread, Webhook
from comments.pipeline.wording import in_words
from comments.reading.queue import waiting
from comments.services.desk_news import MOST, Batch

Kind = DeskNews.Kind
TEXTS = {
    Kind.WAITING: ("One comment waits.", "{count} comments wait."),
    Kind.REPORTED: ("A comment is reported.", "{count} comments are reported."),
    Kind.APPEAL: ("An author appeals.", "{count} authors appeal."),
    Kind.HEAT: ("A conversation runs hot.", "{count} conversations run hot."),
    Kind.BRIGADE: ("A sign of a campaign.", "{count} signs of a campaign."),
}
PLACES = {
    Kind.WAITING: "",
    Kind.REPORTED: "?tab=reported",
    Kind.APPEAL: "?tab=appeals",
    Kind.HEAT: "dashboard",
    Kind.BRIGADE: "dashboard",
}
LISTED = 20
COUNTED = 10_000


def message(told: Batch, now: datetime) -> bytes:
    site = Site.objects.get(pk=told.row.site_id)
    by_kind: dict[str, list[DeskNews]] = defaultdict(list)
    for one in told.news:
        by_kind[one.kind].append(one)
    pieces = [
        _piece(told.row, site, kind, by_kind[kind]) for kind in Kind.values if kind in by_kind
    ]
    return _written(told.row, site, told.id, pieces, now)


def a_test(row: Webhook, id: str, now: datetime) -> bytes:
    site = Site.objects.get(pk=row.site_id)
    piece = Piece("test", 1, "This is a test: the desk will be told here.", panel(site))
    return _written(row, site, id, [piece], now)


def panel(site: Site, place: str = "") -> str:
    return f"{settings.PUBLIC_URL}/panel/{quote(site.key)}/{place}"


def _written(row: Webhook, site: Site, id: str, pieces: Sequence[Piece], now: datetime) -> bytes:
    if row.style == Webhook.Style.CHAT:
        return as_chat(site.name, pieces)
    created = now.isoformat(timespec="seconds")
    return as_json(id, site.key, created, panel(site), pieces)


def _piece(row: Webhook, site: Site, kind: str, news: Sequence[DeskNews]) -> Piece:
    count = waiting(site.pk, COUNTED) if kind == Kind.WAITING else len(news)
    capped = count >= (COUNTED if kind == Kind.WAITING else MOST)
    one, many = TEXTS[Kind(kind)]
    said = one if count == 1 else many.format(count=f"{count:,} or more" if capped else count)
    items = [_item(row, site, one) for one in news[:LISTED] if kind != Kind.WAITING]
    return Piece(kind, count, said, panel(site, PLACES[Kind(kind)]), items)


def _item(row: Webhook, site: Site, one: DeskNews) -> Item:
    if one.comment is not None:
        title = plain(one.comment.thread.article.title, 120)
        words = plain(text.plain(one.comment.body), row.excerpt)
        url = panel(site, f"comments/{one.comment.pk}")
        return Item(title, one.detail, url, one.comment.pk, words)
    if one.kind == Kind.HEAT:
        return Item(_title_of(one.detail), "", panel(site, "dashboard"))
    return Item("", in_words(one.detail).partition(" (")[0].rstrip("."), panel(site, "dashboard"))


def _title_of(thread: str) -> str:
    """'' for a site as a whole, and for a thread that is gone."""
    if not thread:
        return ""
    found = Thread.objects.filter(pk=int(thread)).values_list("article__title", flat=True).first()
    return plain(found or "", 120)
