"""What the desk did at a comment beside deciding on it. Append-only."""

from django.conf import settings
from django.db import models

from comments.models.comment import Comment


class CardEntry(models.Model):
    class What(models.TextChoices):
        PICKED = "picked", "picked"
        UNPICKED = "unpicked", "picked no longer"
        ANSWERED = "answered", "answered in public"
        TAKEN_BACK = "taken_back", "took the answer back"
        MARKED = "marked", "marked for the newsroom"
        UNMARKED = "unmarked", "took the mark back"
        TAKEN = "taken", "took it up for the newsroom"
        GIVEN_BACK = "given_back", "gave it back"
        CORRECTED = "corrected", "answered for the newsroom"
        DISMISSED = "dismissed", "dismissed it for the newsroom"

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="card_entries")
    what = models.CharField(max_length=12, choices=What)
    text = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    created = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.what}: {self.comment_id}"
