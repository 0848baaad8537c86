"""What a conversation's answer rests on, for those who keep it."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from articles.public import ArticleRef, Site, basis
from comments.models import Comment, Policy, Thread
from comments.services.threads import closing_time
from newsroom.kernel.basis import Basis

# With the seconds that readers' own caches keep an answer, nobody is shown what is older than five.
UNTOLD = timedelta(seconds=2)


def basis_of(
    site: Site,
    article: ArticleRef,
    thread: Thread,
    policy: Policy,
    now: datetime,
    counts: Mapping[int, int] | None = None,
) -> Basis:
    """``thread`` as it was read before its comments; the hour it closes ends the answer."""
    return basis(
        site,
        now,
        threads={article.pk: thread.version},
        counts=counts,
        until=closing_time(thread, article.published_at, policy),
    )


def basis_of_newest(site: Site, found: Iterable[Comment], now: datetime) -> Basis:
    """Of the last words of a whole site. The conversations that stand in it tell of their changes;
    any other may come into it, which nothing tells: so it is kept for a moment."""
    threads = {comment.thread.article_id: comment.thread.version for comment in found}
    return basis(site, now, threads=threads, until=now + UNTOLD)
