"""Who works at which site, and as what."""

from django.conf import settings
from django.db import models

from comments.roles import Role


class Membership(models.Model):
    """One account's role at one site; without a row it is nobody there."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships"
    )
    site = models.ForeignKey("articles.Site", on_delete=models.CASCADE, related_name="members")
    role = models.CharField(max_length=10, choices=[(role.value, role.value) for role in Role])
    created = models.DateTimeField()

    class Meta:
        ordering = ["site", "user"]
        constraints = [models.UniqueConstraint(fields=["user", "site"], name="membership_once")]

    def __str__(self) -> str:
        return f"{self.user} is {self.role} at {self.site}"
