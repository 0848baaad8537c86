"""Checked articles become rows: what a batch of them has in common is asked for once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from articles.models import Article, ArticleAlias, Origin, Site, Status
from articles.services import section_entries
from articles.services.aliases import drop_alias, keep_alias
from articles.services.announce import Change, promise_all, renew
from articles.services.give_way import give_way
from articles.services.refused import Refused
from articles.services.vocabulary import Vocabulary
from newsroom.kernel.fields import FieldError

RANK = {Origin.SEEN: 0, Origin.FEED: 1, Origin.IMPORT: 2, Origin.PUSH: 3}
# No part of what readers are shown: a change in these is nobody's news.
SILENT = {"id", "created", "changed", "origin", "told_digest"}


@dataclass(frozen=True)
class Registered:
    article: Article
    created: bool
    changed: bool


@dataclass(frozen=True)
class Checked:
    """One article with nothing left to complain of: columns, the names of its section and tags,
    and the digest of what was told (empty: not told in one piece)."""

    external_id: str
    values: dict[str, Any]
    links: dict[str, Any]
    told: str = ""


class Shelf:
    """Use it inside one transaction, and ``close`` it there."""

    def __init__(self, site: Site, now: datetime, origin: Origin) -> None:
        self.site = site
        self.now = now
        self.origin = origin
        self._words = Vocabulary(site)
        self._rows: dict[str, Article] = {}
        self._tags: dict[int, set[int]] = {}
        self._holders: dict[str, Article] = {}
        self._aliases: set[str] = set()
        self._changes: dict[int, Change] = {}

    def row(self, external_id: str) -> Article | None:
        return self._rows.get(external_id)

    def load(self, ids: Iterable[str]) -> None:
        """The articles that these ids name; one query for them and one for their tags."""
        self._keep(Article.objects.filter(site=self.site, external_id__in=list(ids)))

    def expect(self, items: Sequence[Checked]) -> None:
        """Asks once for all that these will need."""
        self.load(item.external_id for item in items)
        self.load_addresses(items)
        self._words.expect(
            [item.links["section"] for item in items if "section" in item.links],
            [name for item in items for name in item.links.get("tags", ())],
        )

    def load_addresses(self, items: Iterable[Checked]) -> None:
        """Who has their addresses now, and which of them are left over from a move."""
        digests = [item.values["url_digest"] for item in items if "url_digest" in item.values]
        wanted = {"site": self.site, "url_digest__in": digests}
        light = Article.objects.only("site", "external_id", "url_digest", "origin", "status")
        self._holders |= {row.url_digest: row for row in light.filter(**wanted)}
        aliases = ArticleAlias.objects.filter(**wanted)
        self._aliases |= set(aliases.values_list("url_digest", flat=True))

    def put(self, item: Checked) -> Registered:
        """Writes one article; another item's failure takes nothing of it back. Raises Refused."""
        try:
            return self._put(item)
        except IntegrityError:  # another request told of the same article at this moment
            self.load([item.external_id])
            self.load_addresses([item])
        try:
            return self._put(item)
        except IntegrityError:
            raise _taken() from None

    def close(self) -> None:
        if self._changes:
            renew(self.site.pk)
            promise_all(self.site.pk, list(self._changes.values()), self.now)

    def _put(self, item: Checked) -> Registered:
        with transaction.atomic():
            known = self._known(item)
            row = self._row_for(item, known) or self._blank()
            changed = self._write(row, item)
        self._rows[item.external_id] = row
        self._holders[row.url_digest] = row
        return Registered(row, created=known is None, changed=changed)

    def _known(self, item: Checked) -> Article | None:
        holder = self._holders.get(item.values.get("url_digest", ""))
        unseen = item.external_id not in self._rows
        if unseen and holder is not None and holder.external_id == item.external_id:
            # Another request has made it between our look at the ids and at the addresses.
            self.load([item.external_id])
        return self._rows.get(item.external_id)

    def _blank(self) -> Article:
        return Article(site=self.site, created=self.now, origin=self.origin)

    def _row_for(self, item: Checked, known: Article | None) -> Article | None:
        """The row that this article is or becomes: its own, or one that has its address and was
        told of by somebody with less to say."""
        digest = item.values.get("url_digest")
        holder = self._holders.get(digest) if digest else None
        if holder is None or (known is not None and holder.pk == known.pk):
            return known
        if holder.is_stub() and self.origin != Origin.PUSH and item.values["status"] == "draft":
            # A bare list of addresses must not close a page that readers are on.
            raise _taken()
        if known is None and RANK[Origin(holder.origin)] < RANK[self.origin]:
            self._keep(Article.objects.filter(pk=holder.pk))
            return self._rows.pop(holder.external_id)
        if known is not None and holder.is_stub():
            give_way(holder, known, self.now)
            return known
        raise _taken()

    def _write(self, row: Article, item: Checked) -> bool:
        is_new, was_public, before = row.pk is None, row.is_public(self.now), _state(row)
        self._fill(row, item)
        worn = set() if is_new else self._tags.get(row.pk, set())
        tags = self._words.tags(item.links["tags"]) if "tags" in item.links else worn
        changed = is_new or tags != worn or _state(row) != before
        self._save(row, item, changed)
        self._keep_addresses(row, before, is_new)
        if (row.public_at, row.section_id) != (before["public_at"], before["section_id"]):
            trail = self._words.trail(row.section) if row.section else []
            section_entries.enter(row, trail, is_new=is_new)
        self._retag(row, worn, tags)
        if changed:
            first = self._changes.get(row.pk)
            self._changes[row.pk] = Change(row, first.was_public if first else was_public)
        return changed

    def _fill(self, row: Article, item: Checked) -> None:
        first_published = row.published_at
        for name, value in {"external_id": item.external_id, **item.values}.items():
            setattr(row, name, value)
        if row.status == Status.PUBLISHED and row.published_at is None:
            row.published_at = first_published or self.now
        if "section" in item.links:
            row.section = self._words.section(item.links["section"])
        row.public_at = row.place()
        row.origin = max(Origin(row.origin), self.origin, key=RANK.__getitem__)

    def _keep_addresses(self, row: Article, before: dict[str, Any], is_new: bool) -> None:
        old = before["url_digest"]
        if not is_new and row.url_digest != old:
            keep_alias(row, before["url"], old)
            self._aliases.add(old)
            self._holders.pop(old, None)
        if row.url_digest in self._aliases:
            drop_alias(row)
            self._aliases.discard(row.url_digest)

    def _save(self, row: Article, item: Checked, changed: bool) -> None:
        if changed:
            row.changed, row.told_digest = self.now, item.told
            row.save()
        elif item.told:
            row.told_digest = item.told
            row.save(update_fields=["origin", "told_digest"])

    def _retag(self, row: Article, worn: set[int], wanted: set[int]) -> None:
        links = Article.tags.through
        if gone := worn - wanted:
            links.objects.filter(article_id=row.pk, tag_id__in=gone).delete()
        links.objects.bulk_create(
            links(article_id=row.pk, tag_id=tag) for tag in sorted(wanted - worn)
        )
        self._tags[row.pk] = wanted

    def _keep(self, rows: QuerySet[Article]) -> None:
        # Held until the end, in one order: two that change one article wait for each other, and
        # two batches never wait in a circle. SQLite has one writer at a time anyway.
        held = rows.select_related("section").order_by("pk")
        found = {row.pk: row for row in held.select_for_update(of=("self",), no_key=True)}
        self._rows |= {row.external_id: row for row in found.values()}
        self._tags |= {pk: set() for pk in found}
        pairs = Article.tags.through.objects.filter(article_id__in=found)
        for article, tag in pairs.values_list("article_id", "tag_id"):
            self._tags[article].add(tag)


def _state(row: Article) -> dict[str, Any]:
    return {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if field.name not in SILENT
    }


def _taken() -> Refused:
    return Refused({"url": FieldError("duplicate", "Another article of this site has this URL.")})
