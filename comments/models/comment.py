"""One comment: what was written, what readers are shown, and where it stands."""

from django.db import models
from django.db.models import Q

from comments.models.commenter import Commenter
from comments.models.querysets import CommentQuerySet
from comments.models.thread import Thread
from comments.states import Status

STATUS_CHOICES = [(status.value, status.value.capitalize()) for status in Status]


class SignedIn(models.TextChoices):
    """What the publisher's token says of whoever wrote."""

    MEMBER = "member", "signed in at the publisher's"
    TRUSTED = "trusted", "signed in, and trusted by the publisher"
    STAFF = "staff", "of the publisher's own staff"


class Traces(models.IntegerChoices):
    FULL = 0
    SHORT = 1
    GONE = 2


class Comment(models.Model):
    """``html`` is rendered from ``body`` at write time. ``listed`` says that readers see a place
    for it: it is published, or a stub above replies."""

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="comments")
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="replies",
        db_index=False,  # as an index below, without the roots
    )
    depth = models.PositiveSmallIntegerField(default=0)
    # What it answers, where that is not the parent: a thread goes only as deep as its site wants.
    in_reply_to = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="answers",
        db_index=False,  # as an index below, without the many that have none
    )
    commenter = models.ForeignKey(Commenter, on_delete=models.PROTECT, related_name="comments")
    name = models.CharField(max_length=245)
    email = models.CharField(max_length=254, blank=True)
    website = models.CharField(max_length=200, blank=True)
    avatar = models.CharField(max_length=32)
    body = models.TextField()
    html = models.TextField()
    digest = models.CharField(max_length=64)
    status = models.CharField(max_length=12, choices=STATUS_CHOICES, default=Status.PENDING.value)
    listed = models.BooleanField(default=False)
    revision = models.PositiveIntegerField(default=1)
    reply_count = models.PositiveIntegerField(default=0)
    votes = models.PositiveIntegerField(default=0)
    score = models.IntegerField(default=0)
    # Lower bound of the share of up votes: what "top" goes by. Changes with each vote.
    rank = models.FloatField(default=0)
    # Emoji -> how many readers answered with it; without zeros.
    reactions = models.JSONField(default=dict, blank=True)
    # The comments of the same thread whose authors the words name, as links.
    mentions = models.JSONField(default=list, blank=True)
    pinned = models.BooleanField(default=False)
    picked = models.BooleanField(default=False)
    # A word beside the name ("Reporter"); given by staff or by the publisher's token, never by the
    # form.
    badge = models.CharField(max_length=60, blank=True)
    # How its author was signed in when it was posted: "" is a guest.
    signed_in = models.CharField(max_length=8, choices=SignedIn, blank=True)
    created_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True, blank=True)
    # The address was proven for this comment: by its link, or by a proof from an earlier one.
    confirmed_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    idempotency = models.CharField(max_length=64, null=True, blank=True)  # noqa: DJ001 (null: unique)
    request_digest = models.CharField(max_length=64, blank=True)
    ip = models.GenericIPAddressField(null=True, blank=True)
    user_agent = models.CharField(max_length=300, blank=True)
    # How much of the two above is left: ``comments.retention`` says when it goes.
    traces = models.PositiveSmallIntegerField(
        choices=Traces, default=Traces.FULL, db_default=Traces.FULL.value
    )
    # The words, names and addresses are gone for good; only the place is left.
    erased_at = models.DateTimeField(null=True, blank=True)
    seconds_to_write = models.PositiveIntegerField(null=True, blank=True)
    honeypot = models.BooleanField(default=False)

    objects = CommentQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["idempotency"], name="comment_once"),
        ]
        indexes = [
            models.Index(
                fields=["thread", "parent", "created_at", "id"],
                name="comment_listed",
                condition=Q(listed=True),
            ),
            models.Index(
                fields=["thread", "parent", "rank", "id"],
                name="comment_top",
                condition=Q(listed=True),
            ),
            models.Index(
                fields=["thread", "parent", "reply_count", "id"],
                name="comment_discussed",
                condition=Q(listed=True),
            ),
            models.Index(
                fields=["thread", "parent", "picked", "created_at", "id"],
                name="comment_picks",
                condition=Q(listed=True),
            ),
            # Without the roots: PostgreSQL would take it for the way to a thread's roots, and sort
            # all there are.
            models.Index(
                fields=["parent"], name="comment_parent", condition=Q(parent__isnull=False)
            ),
            models.Index(
                fields=["in_reply_to"],
                name="comment_answered",
                condition=Q(in_reply_to__isnull=False),
            ),
            models.Index(
                fields=["thread", "-created_at", "-id"],
                name="comment_newest",
                condition=Q(status="published"),
            ),
            models.Index(fields=["status", "-id"], name="comment_queue"),
            models.Index(
                fields=["traces", "created_at"],
                name="comment_traces",
                condition=Q(traces__lt=2),
            ),
            models.Index(
                fields=["status", "decided_at"],
                name="comment_to_empty",
                condition=Q(
                    erased_at=None, status__in=["spam", "rejected", "removed", "withdrawn"]
                ),
            ),
            models.Index(fields=["thread", "digest"], name="comment_digest"),
            models.Index(fields=["digest", "-id"], name="comment_repeat"),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.body[:60]}"

    @property
    def answered_id(self) -> int | None:
        """The comment whose author this one speaks to."""
        return self.in_reply_to_id or self.parent_id
