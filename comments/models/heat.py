"""How heated conversations are, and were."""

from django.conf import settings
from django.db import models

from comments.models.thread import Thread


class ThreadHeat(models.Model):
    """Where a thread stands now. ``holds``: while it is so, its comments wait for a person; the
    thread's own mode is not touched by it, and so never has to be put back. ``left_until``: an
    editor wants it left alone."""

    thread = models.OneToOneField(Thread, on_delete=models.CASCADE, related_name="heat")
    level = models.PositiveSmallIntegerField(default=0)
    reasons = models.JSONField(default=list)
    holds = models.BooleanField(default=False)
    since = models.DateTimeField()
    seen = models.DateTimeField(db_index=True)
    calm_since = models.DateTimeField(null=True, blank=True)
    left_until = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"heat {self.level} of thread {self.thread_id}"


class HeatChange(models.Model):
    """One change of level, of a thread or (null) of the whole site; ``by`` an editor who
    wanted it left alone. Append-only; swept with age."""

    site = models.ForeignKey("articles.Site", on_delete=models.CASCADE, related_name="+")
    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, null=True, related_name="+")
    level = models.PositiveSmallIntegerField()
    reasons = models.JSONField(default=list)
    holds = models.BooleanField(default=False)
    figures = models.JSONField(default=dict)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    created = models.DateTimeField()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"heat {self.level}, {', '.join(self.reasons)}"
