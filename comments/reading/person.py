"""An author as the desk sees them: what they wrote, what was decided, what was noted. Callers have
asked ``access`` before; addresses are read elsewhere."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from comments.models import Comment, Commenter, Decision, PersonEntry
from comments.services.people import state_now

PAGE = 20
PEOPLE = 50
LATELY = 200


@dataclass(frozen=True)
class Person:
    """``same``: all that go by the same address, the one that is looked at first. ``names``: what
    they called themselves lately."""

    author: Commenter
    state: str
    same: list[Commenter]
    names: list[str]
    comments: list[Comment]
    older: int | None
    decisions: list[Decision]
    entries: list[PersonEntry]


def person(author: Commenter, before: int | None, now: datetime) -> Person:
    same = [author, *_twins(author)]
    pks = [one.pk for one in same]
    rows = Comment.objects.filter(commenter__in=pks).select_related("thread__article")
    rows = rows.order_by("-id")
    names = list(dict.fromkeys(rows.exclude(name="").values_list("name", flat=True)[:100]))
    page = list((rows.filter(pk__lt=before) if before else rows)[: PAGE + 1])
    more, page = len(page) > PAGE, page[:PAGE]
    entries = PersonEntry.objects.filter(commenter__in=pks).select_related("by")
    return Person(
        author=author,
        state=state_now(author, now),
        same=same,
        names=names[:10],
        comments=page,
        older=page[-1].pk if more else None,
        decisions=_decided(list(rows.values_list("pk", flat=True)[:LATELY])),
        entries=list(entries[:100]),
    )


def _decided(pks: list[int]) -> list[Decision]:
    """By people, on their last comments. Sorted here: asked for the newest first, a planner may
    walk through all that was ever decided."""
    rows = Decision.objects.filter(comment__in=pks, actor="moderator").order_by()
    found = sorted(rows.select_related("by"), key=lambda one: one.pk, reverse=True)
    return found[:PAGE]


def _twins(author: Commenter) -> QuerySet[Commenter]:
    """The guest of a signed-in person's address, and who is signed in with a guest's."""
    box, name = Commenter.objects.values_list("mailbox", "identity").get(pk=author.pk)
    rows = Commenter.objects.filter(site=author.site_id).exclude(pk=author.pk)
    return rows.filter(Q(identity=box or name) | Q(mailbox=box or name)).order_by("pk")


def people(site_pk: int, words: str, state: str) -> list[Commenter]:
    """Who wrote last first."""
    rows = Commenter.objects.filter(site=site_pk).exclude(name="")
    if state:
        rows = rows.filter(state=state)
    for word in words.split():
        rows = rows.filter(name__icontains=word)
    return list(rows.order_by("-last_seen", "-id")[:PEOPLE])
