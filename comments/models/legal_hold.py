"""What must not be lost, because a court or the police may ask for it."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from comments.models.comment import Comment


class LegalHold(models.Model):
    """``erase_after``: its author asked to be forgotten meanwhile; that is done at the end."""

    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="holds")
    why = models.CharField(max_length=500)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    created = models.DateTimeField()
    lifted = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    lifted_why = models.CharField(max_length=500, blank=True)
    erase_after = models.BooleanField(default=False)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["comment"], name="hold_once", condition=Q(lifted__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return f"hold on {self.comment_id}"
