"""What a site's desk often answers, ready to be used."""

from django.conf import settings
from django.db import models


class CannedReply(models.Model):
    """``text`` may hold the placeholders of ``comments.services.canned``."""

    site = models.ForeignKey(
        "articles.Site", on_delete=models.CASCADE, related_name="canned_replies"
    )
    title = models.CharField(max_length=80)
    text = models.CharField(max_length=2000)
    uses = models.PositiveIntegerField(default=0)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    changed = models.DateTimeField()

    class Meta:
        verbose_name_plural = "canned replies"
        constraints = [models.UniqueConstraint(fields=["site", "title"], name="canned_once")]

    def __str__(self) -> str:
        return self.title
