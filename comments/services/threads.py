"""The thread of an article and the policy of a site, made when something is first written."""

from datetime import datetime, timedelta

from articles.public import ArticleRef
from comments.models import Policy, Thread


def thread_of(article: ArticleRef, now: datetime) -> Thread:
    """The article's thread; two first comments at once get the same one."""
    found = Thread.objects.filter(article_id=article.pk).first()
    if found is None:
        found, _ = Thread.objects.get_or_create(
            article_id=article.pk,
            defaults={"site_id": article.site_pk, "created": now},
        )
    return found


def policy_of(site_pk: int) -> Policy:
    found = Policy.objects.filter(site_id=site_pk).first()
    if found is None:
        found, _ = Policy.objects.get_or_create(site_id=site_pk)
    return found


def for_reading(article: ArticleRef) -> tuple[Thread, Policy]:
    """The same two as a reader sees them: where there is none yet, one that is stored nowhere.

    Reading writes nothing, so it goes on while the database takes no write.
    """
    thread = Thread.objects.filter(article_id=article.pk).first()
    policy = Policy.objects.filter(site_id=article.site_pk).first()
    unwritten = Thread(article_id=article.pk, site_id=article.site_pk)
    return thread or unwritten, policy or Policy(site_id=article.site_pk)


def closing_time(thread: Thread, article: ArticleRef, policy: Policy) -> datetime | None:
    """When the thread ends by itself: its own time, or the site's days after publication."""
    if thread.closes_at is not None:
        return thread.closes_at
    if policy.auto_close_days and article.published_at is not None:
        return article.published_at + timedelta(days=policy.auto_close_days)
    return None


def is_open(thread: Thread, article: ArticleRef, policy: Policy, now: datetime) -> bool:
    closes = closing_time(thread, article, policy)
    takes = policy.comments_on and thread.mode not in ("closed", "off")
    return takes and (closes is None or now < closes)
