"""respell: a site's addresses under a changed rule of spelling, all of them or none."""

from collections.abc import Iterator
from typing import TypeVar

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from articles.models import Article, ArticleAlias, Site
from articles.services.urls import address_of, digest_of
from newsroom.kernel.fields import FieldError

BATCH = 1000
Row = TypeVar("Row", Article, ArticleAlias)


def respell(site: Site) -> None:
    """Call it in the transaction that changes the rule. Raises FieldError where the new rule
    makes two articles' addresses one: which of them it is to be, no program can tell."""
    for rows in _batches(Article.objects.filter(site=site).only("url", "url_digest")):
        _give_digests(site, rows)
    taken = Article.objects.filter(site=site).values("url_digest")
    for aliases in _batches(ArticleAlias.objects.filter(site=site)):
        for alias in aliases:
            _respell_alias(site, alias)
    ArticleAlias.objects.filter(site=site, url_digest__in=taken).delete()


def _give_digests(site: Site, rows: list[Article]) -> None:
    moved = [row for row in rows if row.url_digest != digest_of(address_of(site, row.url))]
    for row in moved:
        row.url_digest = digest_of(address_of(site, row.url))
        try:
            with transaction.atomic():
                row.save(update_fields=["url_digest"])
        except IntegrityError:
            raise FieldError(
                "duplicate", f"trailing_slash: two articles would be one page: {row.url[:200]}"
            ) from None


def _respell_alias(site: Site, alias: ArticleAlias) -> None:
    digest = digest_of(address_of(site, alias.url))
    if digest == alias.url_digest:
        return
    if ArticleAlias.objects.filter(site=site, url_digest=digest).exists():
        alias.delete()  # the other one leads by the same address, and nobody can tell them apart
    else:
        ArticleAlias.objects.filter(pk=alias.pk).update(url_digest=digest)


def _batches(rows: QuerySet[Row]) -> Iterator[list[Row]]:
    """By key, so that a million rows neither fill the memory nor hold a cursor open."""
    last = 0
    while batch := list(rows.filter(pk__gt=last).order_by("pk")[:BATCH]):
        yield batch
        last = batch[-1].pk
