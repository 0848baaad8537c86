"""Threads too long to be written comment by comment: rows as the verbs would have left them."""

from datetime import timedelta

from django.db import connection

from articles.models import Article
from articles.public import ref
from comments.models import Comment, Commenter, Thread
from comments.services.threads import thread_of
from tests.factories import NOON


def a_long_thread(article: Article, count: int, depth: int = 1) -> Thread:
    """``count`` published comments in chains of ``depth`` replies, one below the other, a second
    apart; each root has at least one reply."""
    thread = thread_of(ref(article, article.site, NOON), NOON)
    author, _ = Commenter.objects.get_or_create(
        site=article.site, identity="crowd", defaults={"first_seen": NOON, "last_seen": NOON}
    )
    first = (Comment.objects.order_by("-pk").values_list("pk", flat=True).first() or 0) + 1
    rows = [_comment(thread, author, first, number, count, depth) for number in range(count)]
    Comment.objects.bulk_create(rows, batch_size=2000)
    Thread.objects.filter(pk=thread.pk).update(count=count)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE comments_comment")
    return thread


def _comment(
    thread: Thread, author: Commenter, first: int, number: int, count: int, depth: int
) -> Comment:
    level = number % (depth + 1)
    return Comment(
        pk=first + number,
        thread=thread,
        parent_id=first + number - 1 if level else None,
        depth=level,
        commenter=author,
        name=f"Reader {number}",
        avatar="seed",
        body="Words.",
        html="<p>Words.</p>",
        digest=f"d{number}",
        status="published",
        listed=True,
        reply_count=1 if level < depth and number + 1 < count else 0,
        rank=(number * 7919 % 1000) / 1000,
        created_at=NOON - timedelta(days=1) + timedelta(seconds=number),
    )
