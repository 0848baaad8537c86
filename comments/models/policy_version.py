"""A policy as it was when the machine decided by it. Append-only."""

from django.db import models


class PolicyVersion(models.Model):
    """``rules`` are all that stages saw of it. What a policy draws from elsewhere (the site's
    domains) may change without a new ``version``: the digest of the rules tells them apart."""

    site = models.ForeignKey("articles.Site", on_delete=models.CASCADE, related_name="+")
    version = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    rules = models.JSONField()
    created = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["site", "digest"], name="policy_version_once")
        ]

    def __str__(self) -> str:
        return f"policy {self.version} of site {self.site_id}"
