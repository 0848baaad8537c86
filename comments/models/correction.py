"""What a comment tells the newsroom about its article, and what came of it."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from comments.models.comment import Comment


class Correction(models.Model):
    class Kind(models.TextChoices):
        ERROR = "error", "an error in the article"
        TIP = "tip", "a tip"
        QUESTION = "question", "a question to the newsroom"

    class State(models.TextChoices):
        NEW = "new", "new"
        TAKEN = "taken", "taken"
        ANSWERED = "answered", "answered"
        DISMISSED = "dismissed", "dismissed"

    class Told(models.TextChoices):
        NOBODY = "nobody", "nobody was told"
        PUBLIC = "public", "as a reply that all readers see"
        MAIL = "mail", "by mail to the comment's author"

    site = models.ForeignKey("articles.Site", on_delete=models.CASCADE, related_name="corrections")
    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="corrections")
    kind = models.CharField(max_length=8, choices=Kind)
    state = models.CharField(max_length=9, choices=State, default=State.NEW)
    note = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    created = models.DateTimeField()
    # Who has taken it; at its end, who ended it.
    editor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    answer = models.TextField(blank=True)
    told = models.CharField(max_length=6, choices=Told, default=Told.NOBODY)
    closed = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["comment"],
                condition=Q(state__in=["new", "taken"]),
                name="correction_open_once",
            )
        ]
        indexes = [models.Index(fields=["site", "state", "-id"], name="correction_desk")]

    def __str__(self) -> str:
        return f"{self.kind} ({self.state}): {self.comment_id}"
