"""How heated conversations are, and were."""

from django.conf import settings
from django.db import models

from comments.models.policy import HeatAction
from comments.models.thread import Mode, Thread


class ThreadHeat(models.Model):
    """Where a thread stands now; what comes of it is ``Thread.heat_mode``. The mode that an editor
    gave the thread is not touched, and so never has to be put back. ``moved_at``: when heat last
    made it stricter or looser. ``left_until``: an editor wants it left alone."""

    thread = models.OneToOneField(Thread, on_delete=models.CASCADE, related_name="heat")
    level = models.PositiveSmallIntegerField(default=0)
    reasons = models.JSONField(default=list)
    since = models.DateTimeField()
    moved_at = models.DateTimeField(null=True, blank=True)
    seen = models.DateTimeField(db_index=True)
    calm_since = models.DateTimeField(null=True, blank=True)
    left_until = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"heat {self.level} of thread {self.thread_id}"


class HeatChange(models.Model):
    """One change of level or mode, of a thread or (null) of the whole site; ``by`` an editor who
    wanted it left alone. Append-only; swept with age."""

    site = models.ForeignKey("articles.Site", on_delete=models.CASCADE, related_name="+")
    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, null=True, related_name="+")
    level = models.PositiveSmallIntegerField()
    reasons = models.JSONField(default=list)
    mode = models.CharField(max_length=10, choices=Mode, blank=True, default="")
    figures = models.JSONField(default=dict)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    created = models.DateTimeField()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"heat {self.level}, {', '.join(self.reasons)}"


class SectionHeat(models.Model):
    """What counts as hot in a section and below it, and how far that goes, where that differs from
    the site. Empty: as the section above says, or the site."""

    section = models.OneToOneField(
        "articles.Section", on_delete=models.CASCADE, related_name="heat_limits"
    )
    heat_action = models.CharField(max_length=5, choices=HeatAction, blank=True, default="")
    heat_velocity = models.PositiveSmallIntegerField(null=True, blank=True)
    heat_reports = models.PositiveSmallIntegerField(null=True, blank=True)
    heat_newcomers = models.PositiveSmallIntegerField(null=True, blank=True)
    heat_stopped = models.PositiveSmallIntegerField(null=True, blank=True)

    def __str__(self) -> str:
        return f"heat in section {self.section_id}"
