"""What is left of decisions whose comments were deleted: counts, for reports over years."""

from django.db import models


class PastDecisions(models.Model):
    """How many of one kind in one month. ``seconds``: from writing to deciding, of all together."""

    site = models.ForeignKey("articles.Site", on_delete=models.CASCADE, related_name="+")
    month = models.DateField()
    actor = models.CharField(max_length=10)
    after = models.CharField(max_length=12)
    reason = models.CharField(max_length=60, blank=True)
    count = models.PositiveIntegerField(default=0)
    seconds = models.PositiveBigIntegerField(default=0)
    appealed = models.PositiveIntegerField(default=0)
    granted = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["site", "month", "actor", "after", "reason"], name="past_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.count} {self.after} by {self.actor} in {self.month:%Y-%m}"
