"""The thread of an article and the policy of a site, made when something is first written."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from articles.public import ArticleRef
from comments import modes
from comments.models import CloseFrom, Policy, SectionMode, Thread


def thread_of(article: ArticleRef, now: datetime) -> Thread:
    """The article's thread; two first comments at once get the same one."""
    return begin_thread(article.pk, article.site_pk, now)


def begin_thread(article_pk: int, site_pk: int, now: datetime) -> Thread:
    found = Thread.objects.filter(article_id=article_pk).first()
    if found is None:
        found, _ = Thread.objects.get_or_create(
            article_id=article_pk, defaults={"site_id": site_pk, "created": now}
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
    unwritten = Thread(article_id=article.pk, site_id=article.site_pk)
    return thread or unwritten, policy_for_reading(article.site_pk)


def policy_for_reading(site_pk: int) -> Policy:
    return Policy.objects.filter(site_id=site_pk).first() or Policy(site_id=site_pk)


@dataclass(frozen=True)
class Terms:
    """What holds in a thread at a moment. ``mode`` is a word of ``comments.modes``."""

    mode: str
    closes_at: datetime | None
    slow_minutes: int


def terms_of(thread: Thread, article: ArticleRef, policy: Policy, now: datetime) -> Terms:
    closes = closing_time(thread, article.published_at, policy)
    over = closes is not None and now >= closes
    mode = modes.now_in(_said(thread, article.section, policy), over=over)
    return Terms(mode, closes, policy.slow_minutes)


def mode_in(thread: Thread, policy: Policy, now: datetime) -> str:
    """The mode alone, for whoever has a comment of the thread at hand and not its page."""
    article = thread.article
    closes = closing_time(thread, article.published_at, policy)
    section = article.section.slug if article.section else ""
    said = _said(thread, section, policy)
    return modes.now_in(said, over=closes is not None and now >= closes)


def said_of(thread: Thread, policy: Policy) -> str:
    """What people said of the thread, heat and clock apart."""
    section = thread.article.section
    known = _section_modes(policy, modes.above(section.slug if section else ""))
    return _word(thread, section.slug if section else "", policy, known)


def shown(threads: Sequence[Thread], policy: Policy) -> list[Thread]:
    """Those that are not switched off; of one site, each with its article and section."""
    sections = [thread.article.section for thread in threads]
    slugs = {slug for section in sections if section for slug in modes.above(section.slug)}
    known = _section_modes(policy, slugs)
    said = [
        _nearest(thread, section.slug if section else "", policy, known)
        for thread, section in zip(threads, sections, strict=True)
    ]
    return [thread for thread, mode in zip(threads, said, strict=True) if mode != modes.OFF]


def _said(thread: Thread, section: str, policy: Policy) -> str:
    return _nearest(thread, section, policy, _section_modes(policy, modes.above(section)))


def _section_modes(policy: Policy, slugs: Collection[str]) -> dict[str, str]:
    """By slug, as far as anything was said."""
    rows = SectionMode.objects.filter(section__site_id=policy.site_id, section__slug__in=slugs)
    return dict(rows.values_list("section__slug", "mode")) if slugs else {}


def _nearest(thread: Thread, section: str, policy: Policy, known: Mapping[str, str]) -> str:
    """By the article, the sections from the nearest up, the site; ``comments_on`` switches all of
    them off at once. Heat makes it stricter, unless an editor has said something of this thread."""
    said = _word(thread, section, policy, known)
    return said if thread.mode else modes.tightened(said, thread.heat_mode)


def _word(thread: Thread, section: str, policy: Policy, known: Mapping[str, str]) -> str:
    if not policy.comments_on:
        return modes.OFF
    above = (known.get(slug, "") for slug in modes.above(section))
    return modes.nearest([thread.mode, *above, policy.mode])


def closing_time(thread: Thread, published: datetime | None, policy: Policy) -> datetime | None:
    """When the thread ends by itself: its own time, or the site's days after publication or after
    the newest comment."""
    if thread.closes_at is not None:
        return thread.closes_at
    start = published
    if policy.auto_close_from == CloseFrom.LAST_COMMENT and thread.last_at is not None:
        start = thread.last_at
    if policy.auto_close_days and start is not None:
        return start + timedelta(days=policy.auto_close_days)
    return None
