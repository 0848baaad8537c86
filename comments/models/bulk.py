"""One word on many comments: the job, and each comment that it is about."""

from django.conf import settings
from django.db import models

from comments.models.comment import Comment
from comments.models.decision import Decision


class BulkJob(models.Model):
    """``wanted`` says how the comments were chosen, as the page showed it. ``seen`` counts items
    that have been worked on in this state."""

    class State(models.TextChoices):
        RUNNING = "running"
        DONE = "done"
        UNDOING = "undoing", "being undone"
        UNDONE = "undone"

    site = models.ForeignKey("articles.Site", on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    wanted = models.JSONField(default=dict)
    to = models.CharField(max_length=12)
    reason = models.CharField(max_length=60, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.RUNNING)
    created = models.DateTimeField()
    ended = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.to} in bulk: {self.state}"


class BulkItem(models.Model):
    """``seen`` is the comment's mark when it was chosen: the decision counts for that alone."""

    class State(models.TextChoices):
        WAITING = "waiting"
        DONE = "done"
        LEFT = "left", "left: changed or open at a colleague"
        UNDONE = "undone"
        KEPT = "kept", "not undone: decided on since"

    job = models.ForeignKey(BulkJob, on_delete=models.CASCADE, related_name="items")
    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="+")
    seen = models.CharField(max_length=60)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    decision = models.ForeignKey(
        Decision, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["job", "comment"], name="bulk_item_once")]
        indexes = [models.Index(fields=["job", "state", "id"], name="bulk_item_state")]

    def __str__(self) -> str:
        return f"{self.comment_id}: {self.state}"
