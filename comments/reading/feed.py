"""The newest comments for feeds: of a site, of a thread, and those that answer one person."""

from datetime import datetime

from django.db.models import Q, QuerySet

from comments.models import Comment, Policy, Thread
from comments.reading.rows import newest_of
from comments.services.threads import policy_for_reading, shown

SHOWN = 30
# One's own comments that answers are looked for to, the newest.
MINE = 300


def newest_of_site(site_pk: int, policy: Policy, now: datetime) -> list[Comment]:
    """They stand in the threads that were last added to, so no others are looked at."""
    threads = Thread.objects.filter(site_id=site_pk, article__public_at__lte=now)
    latest = threads.exclude(last_at=None).select_related("article__section")
    latest = latest.order_by("-last_at", "-id")[:SHOWN]
    newest = newest_of([thread.pk for thread in shown(list(latest), policy)], SHOWN)
    return _newest(Comment.objects.visible().filter(pk__in=newest))


def newest_of_thread(thread: Thread) -> list[Comment]:
    return _newest(Comment.objects.visible().filter(thread=thread))


def one_shown(pk: int, now: datetime) -> Comment | None:
    """A comment that everybody may read where it stands, with its thread and article."""
    rows = Comment.objects.visible().filter(thread__article__public_at__lte=now)
    found = rows.select_related("thread__article__section", "thread__article__site").filter(pk=pk)
    comment = found.first()
    if comment is None or not shown([comment.thread], policy_for_reading(comment.thread.site_id)):
        return None
    return comment


def answers_to(author_pk: int, address: str, policy: Policy, now: datetime) -> list[Comment]:
    """What others answered to what was written under this very address; see ``my_comments``."""
    rows = Comment.objects.listed().filter(commenter_id=author_pk, email__iexact=address)
    mine = list(rows.order_by("-id").values_list("pk", flat=True)[:MINE])
    answering = Q(parent_id__in=mine, in_reply_to=None) | Q(in_reply_to_id__in=mine)
    found = Comment.objects.visible().filter(answering, thread__article__public_at__lte=now)
    newest = _newest(found.exclude(commenter_id=author_pk))
    open_to_readers = {one.pk for one in shown([comment.thread for comment in newest], policy)}
    return [comment for comment in newest if comment.thread_id in open_to_readers]


def _newest(rows: QuerySet[Comment]) -> list[Comment]:
    return list(
        rows.select_related("thread__article__section").order_by("-created_at", "-id")[:SHOWN]
    )
