"""What a conversation's answer rests on, for those who keep it."""

from collections.abc import Mapping
from datetime import datetime

from articles.public import ArticleRef, Site, basis
from comments.models import Policy, Thread
from comments.services.threads import closing_time
from newsroom.kernel.basis import Basis


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
