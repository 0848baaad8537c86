"""The URLs that articles had before: kept, so that links and shares of old go on working."""

from articles.models import Article, ArticleAlias

# An address with a changing part would otherwise leave a row for each change.
MOST_ALIASES = 20


def keep_alias(row: Article, old_url: str, old_digest: str) -> None:
    """``row`` has moved from the old URL. The newest twenty are kept."""
    ArticleAlias.objects.update_or_create(
        site_id=row.site_id, url_digest=old_digest, defaults={"url": old_url, "article": row}
    )
    aliases = ArticleAlias.objects.filter(article=row).order_by("-pk")
    aliases.filter(pk__in=list(aliases.values_list("pk", flat=True)[MOST_ALIASES:])).delete()


def drop_alias(row: Article) -> None:
    """``row`` stands at an address now that another article, or itself, had before."""
    ArticleAlias.objects.filter(site_id=row.site_id, url_digest=row.url_digest).delete()
