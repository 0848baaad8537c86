"""blank: nothing is left of a comment but its place, its status and why it was decided so."""

from datetime import datetime
from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType

from comments.models import (
    Assignment,
    CardEntry,
    Claim,
    Comment,
    Correction,
    Decision,
    DeskNote,
    Evidence,
    Lesson,
    Link,
    QueueEntry,
    Reaction,
    RepeatMark,
    Report,
    Revision,
    Vote,
)
from comments.models.comment import Traces
from comments.services.appeals import forget

EMPTY: dict[str, Any] = {
    "name": "",
    "email": "",
    "website": "",
    "avatar": "",
    "body": "",
    "html": "",
    "badge": "",
    "digest": "",
    "request_digest": "",
    "ip": None,
    "user_agent": "",
    "seconds_to_write": None,
    "votes": 0,
    "score": 0,
    "rank": 0.0,
    "reactions": {},
    "mentions": [],
    "traces": Traces.GONE,
}

MODELS = (
    Revision,
    Evidence,
    Lesson,
    Vote,
    Reaction,
    Report,
    Link,
    QueueEntry,
    Claim,
    RepeatMark,
    Assignment,
    DeskNote,
    CardEntry,
    Correction,
)


def blank(pk: int, now: datetime) -> None:
    """Call it in a transaction that holds the row of a comment which nobody sees. ``idempotency``
    stays, a word of chance or of an import: or the same post would bring it all back."""
    Comment.objects.filter(pk=pk).update(**EMPTY, erased_at=now)
    for model in MODELS:
        model._default_manager.filter(comment_id=pk).delete()
    forget(pk, now)
    Decision.objects.filter(comment_id=pk).update(note="", findings=[], facts={}, evidence={})
    kind = ContentType.objects.get_for_model(Comment)
    logged = LogEntry.objects.filter(content_type=kind, object_id=str(pk))
    logged.update(object_repr="an erased comment", change_message="")
