"""give_way: a stub hands its address, and what readers wrote there, to the article it was of."""

from datetime import datetime

from articles.models import Article, Status
from articles.services.urls import digest_of
from newsroom.kernel import outbox


def give_way(stub: Article, article: Article, now: datetime) -> None:
    """``article`` is known by another URL and moves to the stub's. Call it in its transaction."""
    name = f"merged-{stub.pk}"
    Article.objects.filter(pk=stub.pk).update(
        external_id=name, url_digest=digest_of(name), status=Status.WITHDRAWN, changed=now
    )
    outbox.record("article.merged", stub.pk, payload={"into": article.pk}, now=now)
