"""What Celery runs for articles. Tasks take ids, call one verb, decide nothing."""

from datetime import timedelta

from django.utils import timezone

from articles.models import Site
from articles.services.publish import come_due
from articles.services.rebuild_related import rebuild_some
from articles.services.relate import relate, unrelate
from articles.services.relate_many import first_told, is_filling, link_placed, relate_told
from articles.services.relist import around, relist
from articles.services.sweep_lists import sweep_lists
from articles.services.tones import retone
from articles.services.upkeep import upkeep
from newsroom.kernel import outbox
from newsroom.kernel.outbox import Event, consumer

# So many further promises of some fifty articles a worker takes on with one.
ALONG = 19
# How long a rebuild waits where articles are just coming in.
PAUSE = timedelta(seconds=5)


@consumer("articles.relate", lane="articles")
def relate_article(event: Event) -> None:
    come_due(int(event.key), timezone.now())
    relate(int(event.key), timezone.now())


@consumer("articles.relate_anew", lane="articles")
def relate_anew(event: Event) -> None:
    relate(int(event.key), timezone.now(), anew=True)


@consumer("articles.relate_told", lane="told")
def relate_told_together(event: Event) -> None:
    site = Site.objects.get(pk=int(event.key))
    with outbox.taken_along(event, ALONG if event.tries == 1 else 0) as others:
        told = [pk for each in (event, *others) for pk in each.payload["articles"]]
        since = min(first_told(each) for each in (event, *others))
        relate_told(site, told, since, timezone.now(), event.tries)


@consumer("articles.link_placed", lane="told")
def link_placed_together(event: Event) -> None:
    site = Site.objects.get(pk=int(event.key))
    told = event.payload["articles"]
    link_placed(site, told, event.created, timezone.now(), event.tries)


@consumer("articles.unrelate", lane="articles")
def unrelate_article(event: Event) -> None:
    unrelate(int(event.key), timezone.now())


@consumer("articles.relist", lane="upkeep")
def relist_some(event: Event) -> None:
    relist(event.payload["articles"], timezone.now())


@consumer("articles.relist_around", lane="upkeep")
def relist_those_around(event: Event) -> None:
    relist([int(event.key), *around(int(event.key))], timezone.now())


@consumer("articles.sweep_lists", lane="upkeep", lease=timedelta(minutes=5))
def sweep_some_lists(event: Event) -> None:
    site = Site.objects.get(pk=int(event.key))
    sweep_lists(site, event.payload["after"], timezone.now())


@consumer("articles.retone", lane="articles", lease=timedelta(minutes=5))
def retone_some(event: Event) -> None:
    retone(Site.objects.get(pk=int(event.key)), event.payload["after"], timezone.now())


@consumer("articles.upkeep", lane="upkeep", lease=timedelta(minutes=5))
def upkeep_some(event: Event) -> None:
    site = Site.objects.get(pk=int(event.key))
    stage, after, done = (event.payload[name] for name in ("stage", "after", "done"))
    upkeep(site, stage, after, done, timezone.now())


@consumer("articles.rebuild", lane="upkeep", lease=timedelta(minutes=10))
def rebuild_language(event: Event) -> None:
    """A part of a rebuild; a part that is cut off goes on where it stood."""
    site, _, language = event.key.partition(":")
    now = timezone.now()
    if is_filling(int(site)):
        outbox.record("articles.outgrown", event.key, due=now + PAUSE, now=now)
        return
    if not rebuild_some(Site.objects.get(pk=int(site)), now, language):
        outbox.record("articles.outgrown", event.key, now=now)
