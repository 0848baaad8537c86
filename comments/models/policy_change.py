"""How a site judges, in every form it had since somebody changed it. Append-only."""

from django.conf import settings
from django.db import models


class PolicyChange(models.Model):
    """``before`` and ``after`` hold every setting that judging goes by, as it was and as it became
    with ``version`` of the policy: going back needs no other row."""

    site = models.ForeignKey(
        "articles.Site", on_delete=models.CASCADE, related_name="policy_changes"
    )
    version = models.PositiveIntegerField()
    before = models.JSONField()
    after = models.JSONField()
    note = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["site", "-id"], name="policy_change_of_site")]

    def __str__(self) -> str:
        return f"policy {self.version} of site {self.site_id}"

    def differences(self) -> list[tuple[str, object, object]]:
        """(setting, before, after) of what it changed."""
        names = self.after
        return [(n, self.before.get(n), names[n]) for n in names if self.before.get(n) != names[n]]
