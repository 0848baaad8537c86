"""give_way: a stub hands its address, and what readers wrote there, to the article it was of."""

from datetime import datetime, timedelta

from articles.models import Article, Status
from articles.services.urls import digest_of
from newsroom.kernel import outbox

SETTLED = timedelta(minutes=1)


def give_way(stub: Article, article: Article, now: datetime) -> None:
    """``article`` is known by another URL and moves to the stub's. Call it in its transaction."""
    name = f"merged-{stub.pk}"
    Article.objects.filter(pk=stub.pk).update(
        external_id=name, url_digest=digest_of(name), status=Status.WITHDRAWN, changed=now
    )
    into = {"into": article.pk}
    outbox.record("article.merged", stub.pk, payload=into, now=now)
    # Once more for whoever was writing to the stub at this very moment.
    outbox.record("article.merged", stub.pk, payload=into, due=now + SETTLED, now=now)
