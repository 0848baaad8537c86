"""A scheduled article's time has come."""

from datetime import datetime

from django.db import transaction

from articles.models import Article, Status
from articles.services.announce import renew


def come_due(article_pk: int, now: datetime) -> bool:
    """Marks a scheduled article published once its time has passed; True for the caller that did.

    Readers need not wait for this: what is public is decided by the clock at each read.
    """
    due = Article.objects.filter(pk=article_pk, status=Status.SCHEDULED, published_at__lte=now)
    with transaction.atomic():
        came = bool(due.update(status=Status.PUBLISHED))
        if came:
            renew(Article.objects.values_list("site_id", flat=True).get(pk=article_pk))
    return came
