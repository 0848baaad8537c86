"""A scheduled article's time has come."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from articles.models import Article, Site, Status


def come_due(article_pk: int, now: datetime) -> bool:
    """Marks a scheduled article published once its time has passed; True for the caller that did.

    Readers need not wait for this: what is public is decided by the clock at each read.
    """
    due = Article.objects.filter(pk=article_pk, status=Status.SCHEDULED, published_at__lte=now)
    with transaction.atomic():
        came = bool(due.update(status=Status.PUBLISHED))
        if came:
            Site.objects.filter(articles=article_pk).update(version=F("version") + 1)
    return came
