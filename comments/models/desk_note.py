"""What colleagues tell each other about one comment: whose it is to decide, and notes."""

from django.conf import settings
from django.db import models

from comments.models.comment import Comment


class Assignment(models.Model):
    """Whom a comment is meant for. It hinders nobody: whoever decides first has decided."""

    comment = models.OneToOneField(Comment, on_delete=models.CASCADE, related_name="assignment")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    created = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.comment_id} is for {self.user_id}"


class DeskNote(models.Model):
    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="desk_notes")
    text = models.CharField(max_length=500)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    created = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"note on {self.comment_id}"
