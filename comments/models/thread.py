"""The conversation of one article."""

from django.db import models


class Mode(models.TextChoices):
    OPEN = "open"
    HELD = "held"
    CLOSED = "closed"
    OFF = "off"


class Thread(models.Model):
    """``version`` rises with every public change: it names the bytes that readers are given."""

    site = models.ForeignKey("articles.Site", on_delete=models.CASCADE, related_name="threads")
    article = models.OneToOneField(
        "articles.Article", on_delete=models.CASCADE, related_name="thread"
    )
    mode = models.CharField(max_length=10, choices=Mode, default=Mode.OPEN)
    version = models.PositiveBigIntegerField(default=1)
    count = models.PositiveIntegerField(default=0)
    closes_at = models.DateTimeField(null=True, blank=True)
    created = models.DateTimeField()

    def __str__(self) -> str:
        return f"thread {self.pk}"
