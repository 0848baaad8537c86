"""What Celery runs for articles. Tasks take ids, call one verb, decide nothing."""

from datetime import timedelta

from django.utils import timezone

from articles.models import Site
from articles.services.publish import come_due
from articles.services.rebuild_related import rebuild
from articles.services.relate import relate, unrelate
from newsroom.kernel.outbox import Event, consumer


@consumer("articles.relate", lane="articles")
def relate_article(event: Event) -> None:
    come_due(int(event.key), timezone.now())
    relate(int(event.key), timezone.now())


@consumer("articles.relate_anew", lane="articles")
def relate_anew(event: Event) -> None:
    relate(int(event.key), timezone.now(), anew=True)


@consumer("articles.unrelate", lane="articles")
def unrelate_article(event: Event) -> None:
    unrelate(int(event.key), timezone.now())


@consumer("articles.rebuild", lane="upkeep", lease=timedelta(minutes=20))
def rebuild_language(event: Event) -> None:
    """A rebuild cut off by the end of its lease goes on where it stood."""
    site, _, language = event.key.partition(":")
    rebuild(Site.objects.get(pk=int(site)), timezone.now(), language)
