"""What Celery runs for the conversation. Tasks take ids, call one verb, decide nothing."""

from django.utils import timezone

from comments.notify.moderators import tell_moderators
from comments.services.merge_threads import merge_threads
from comments.services.review import review
from newsroom.kernel.outbox import Event, consumer


@consumer("comments.review", lane="judge")
def review_comment(event: Event) -> None:
    review(int(event.key), timezone.now())


@consumer("comments.merge_threads", lane="public")
def merge(event: Event) -> None:
    merge_threads(int(event.key), int(event.payload["into"]))


@consumer("comments.tell_moderators", lane="mail")
def tell(event: Event) -> None:
    tell_moderators(int(event.key), timezone.now())
