"""Who wants to be told of what: and the record of how they said so, and how they ended it."""

from django.db import models
from django.db.models import Q

from comments.models.comment import Comment
from comments.models.commenter import Commenter
from comments.models.thread import Thread


class Subscription(models.Model):
    """``comment`` is the one it was asked with; ``replies`` to it, or all of its ``thread``.

    ``box`` is the keyed hash of this very address, as `ada+x@` may be somebody else's than `ada@`.
    Ended ones stay: they are the record of a consent and of its end.
    """

    class Kind(models.TextChoices):
        REPLIES = "replies", "replies to a comment"
        THREAD = "thread", "all comments of a thread"

    class State(models.TextChoices):
        ASKED = "asked"
        ACTIVE = "active"
        ENDED = "ended"

    class Pace(models.TextChoices):
        NOW = "now", "at once"
        HOURLY = "hourly"
        DAILY = "daily"

    site = models.ForeignKey("articles.Site", on_delete=models.CASCADE, related_name="+")
    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="subscriptions")
    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="subscriptions")
    commenter = models.ForeignKey(Commenter, on_delete=models.CASCADE, related_name="subscriptions")
    box = models.CharField(max_length=80, db_index=True)
    address = models.CharField(max_length=254)
    kind = models.CharField(max_length=8, choices=Kind)
    pace = models.CharField(max_length=8, choices=Pace, default=Pace.NOW)
    language = models.CharField(max_length=35, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.ASKED)
    # The record of consent: which text was agreed to, when asked, how given, how withdrawn.
    consent_text = models.CharField(max_length=20)
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_how = models.CharField(max_length=12, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_how = models.CharField(max_length=12, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["comment", "kind"], name="subscription_once"),
            models.UniqueConstraint(
                fields=["thread", "box"],
                condition=Q(kind="thread", state__in=["asked", "active"]),
                name="subscription_thread_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["thread", "kind"],
                name="subscription_active",
                condition=Q(state="active"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} ({self.state})"
