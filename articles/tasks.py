"""What Celery runs for articles. Tasks take ids, call one verb, decide nothing."""

from django.utils import timezone

from articles.services.publish import come_due
from newsroom.kernel.outbox import Event, consumer


@consumer("articles.relate", lane="articles")
def relate_article(event: Event) -> None:
    come_due(int(event.key), timezone.now())


@consumer("articles.unrelate", lane="articles")
def unrelate_article(event: Event) -> None:
    pass
