"""merge_threads: what readers wrote on a page that turned out to be an article's goes to it."""

from typing import Any

from django.db import IntegrityError, models, transaction
from django.db.models import Count, Max

from comments.models import Comment, Thread
from comments.services.renew import renew
from comments.states import Status


def merge_threads(gone: int, into: int) -> None:
    """Moves all of the thread of the article ``gone`` into that of ``into`` (primary keys).
    Twice is the same as once."""
    source = Thread.objects.filter(article_id=gone).first()
    if source is None:
        return
    with transaction.atomic():
        if not Thread.objects.filter(article_id=into).exists():
            renew(source.pk, article_id=into)
            return
        target = Thread.objects.get(article_id=into)
        # Comments before threads, as every move of a comment takes them.
        Comment.objects.filter(thread=source).update(thread=target)
        for relation in Thread._meta.related_objects:
            if relation.related_model is not Comment:
                _move(relation, source, target)
        for thread in (source, target):
            _recount(thread)


def _move(relation: models.ForeignObjectRel, source: Thread, target: Thread) -> None:
    """One by one: where the same reader has the same in both, once is enough."""
    model: Any = relation.related_model
    name = relation.field.name
    for row in model._default_manager.filter(**{name: source}):
        try:
            with transaction.atomic():
                model._default_manager.filter(pk=row.pk).update(**{name: target})
        except IntegrityError:
            row.delete()


def _recount(thread: Thread) -> None:
    shown = Comment.objects.filter(thread=thread, status=Status.PUBLISHED.value)
    found = shown.aggregate(count=Count("pk"), last_at=Max("created_at"))
    renew(thread.pk, **found)
