"""A site's rules, in every form they ever had. Append-only."""

from django.conf import settings
from django.db import models


class RuleSet(models.Model):
    """The highest ``version`` is in force. Going back writes an old text as a new version."""

    site = models.ForeignKey("articles.Site", on_delete=models.CASCADE, related_name="rule_sets")
    version = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    note = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created = models.DateTimeField()

    class Meta:
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(fields=["site", "version"], name="rule_set_version_once")
        ]

    def __str__(self) -> str:
        return f"rules {self.version} of site {self.site_id}"
