"""What the desk wrote down about an author: notes, and changes of their state. Append-only."""

from django.conf import settings
from django.db import models

from comments.models.commenter import Commenter


class PersonEntry(models.Model):
    """A note has no ``after``."""

    commenter = models.ForeignKey(Commenter, on_delete=models.CASCADE, related_name="entries")
    before = models.CharField(max_length=10, blank=True)
    after = models.CharField(max_length=10, blank=True)
    until = models.DateTimeField(null=True, blank=True)
    text = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    created = models.DateTimeField()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.after or 'note'} on {self.commenter_id}"
