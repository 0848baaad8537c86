"""Who else said nearly this, linked there, or is everywhere at once: over all sites, in windows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from comments import text
from comments.models import Comment, RepeatMark
from comments.pipeline.case import Scored, Skipped
from comments.repeats.masked import Masked, likeness, masked, shared_words
from comments.states import Status

# A domain that is sold today is somebody else's in a month.
WINDOW = timedelta(days=3)
BURST_WINDOW = timedelta(minutes=10)
ALIKE = 0.5
# Words that two texts must share: people do say "I could not agree more" by themselves.
WITH_LINK = 4
WITHOUT = 8
MOST = 100  # compared word by word; a campaign of more is known by these


@dataclass(frozen=True)
class Alike:
    """A comment that repeats another: how many words they share, and whether a link."""

    comment: Comment
    words: int
    same_link: bool


def ask_repeats(comment: Comment, now: datetime) -> Scored | Skipped:
    """Counts of others: ``authors`` who said nearly the same, ``linked`` of these those who also
    link there; ``domain``: authors who link there, whatever they say, and were never published;
    ``articles`` and ``sites`` that the text is spread over; ``places`` where this author wrote in
    ten minutes."""
    words = masked(text.plain(comment.body))
    found = alike(comment, words, now)
    others = [one.comment for one in found]
    value = {
        "authors": len(authors(others)),
        "linked": len(authors(one.comment for one in found if one.same_link)),
        "domain": _by_domain(comment, now),
        "articles": len({one.thread_id for one in others} | {comment.thread_id}),
        "sites": len({one.thread.site_id for one in others} | {comment.thread.site_id}),
        "places": _places(comment, now),
    }
    return Scored(value, version="1", details={"comments": [one.pk for one in others[:20]]})


def alike(comment: Comment, words: Masked, now: datetime) -> list[Alike]:
    """Comments by others in the window that share enough words, newest first."""
    if not words.says_enough:
        return []
    known = [(one, masked(text.plain(one.body))) for one in _candidates(comment, now)]
    found = [
        Alike(one, shared_words(words, said), bool(set(words.domains) & set(said.domains)))
        for one, said in known
        if likeness(words, said) >= ALIKE and author_of(one) != author_of(comment)
    ]
    return [one for one in found if one.words >= (WITH_LINK if one.same_link else WITHOUT)]


def author_of(comment: Comment) -> str:
    """One name for one person at all sites; who gives no address goes by the network's."""
    identity = comment.commenter.identity
    return f"at {comment.ip}" if identity.startswith("none:") and comment.ip else identity


def authors(comments: Iterable[Comment]) -> set[str]:
    return {author_of(comment) for comment in comments}


def _candidates(comment: Comment, now: datetime) -> list[Comment]:
    mine = RepeatMark.objects.filter(comment=comment, kind=RepeatMark.Kind.BAND)
    same = RepeatMark.objects.filter(
        mark__in=list(mine.values_list("mark", flat=True)), created__gte=now - WINDOW
    ).exclude(comment=comment)
    pks = same.order_by("-comment_id").values_list("comment_id", flat=True).distinct()[:MOST]
    rows = Comment.objects.filter(pk__in=list(pks)).exclude(status=Status.WITHDRAWN)
    return list(rows.select_related("commenter", "thread").order_by("-id"))


def _by_domain(comment: Comment, now: datetime) -> int:
    """Other authors; none where any of them was published, for then it is a place people cite."""
    mine = RepeatMark.objects.filter(comment=comment, kind=RepeatMark.Kind.DOMAIN)
    most = 0
    for mark in mine.values_list("mark", flat=True):
        rows = Comment.objects.filter(
            pk__in=RepeatMark.objects.filter(mark=mark, created__gte=now - WINDOW)
            .order_by("-id")
            .values_list("comment_id", flat=True)[:MOST]
        ).select_related("commenter")
        others = [one for one in rows if one.pk != comment.pk]
        if not any(one.status == Status.PUBLISHED for one in others):
            most = max(most, len(authors(others) - {author_of(comment)}))
    return most


def _places(comment: Comment, now: datetime) -> int:
    rows = Comment.objects.filter(created_at__gte=now - BURST_WINDOW, created_at__lte=now)
    identity = comment.commenter.identity
    if identity.startswith("none:"):
        if not comment.ip:
            return 1
        mine = rows.filter(ip=comment.ip, commenter__identity__startswith="none:")
    else:
        mine = rows.filter(commenter__identity=identity)
    return mine.values("thread_id").distinct().count()
