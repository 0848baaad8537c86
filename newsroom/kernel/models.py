"""The shared floor's tables: promises to keep later, and windows that count."""

from django.db import models


class OutboxEvent(models.Model):
    """One thing that one task shall do later, written in the transaction that promised it.

    waiting → claimed by a relay (``claimed_until``) → running in a worker (``running_until``) →
    done; or waiting again after a failure, or dead after too many. A mark that runs out makes the
    row free again: whoever held it died.
    """

    name = models.CharField(max_length=60)
    task = models.CharField(max_length=80)
    lane = models.CharField(max_length=20)
    key = models.CharField(max_length=200)
    payload = models.JSONField(default=dict, blank=True)
    created = models.DateTimeField()
    due = models.DateTimeField()
    claimed_until = models.DateTimeField(null=True, blank=True)
    running_until = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    dead = models.BooleanField(default=False)
    error = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(
                fields=["lane", "due"],
                name="outbox_open",
                condition=models.Q(done_at__isnull=True, dead=False),
            ),
            models.Index(fields=["done_at"], name="outbox_done"),
            models.Index(
                fields=["name", "key"],
                name="outbox_subject",
                condition=models.Q(done_at__isnull=True, dead=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.key} → {self.task}"


class RateWindow(models.Model):
    """Counts of one limit in one window, for the time when Redis is away."""

    key = models.CharField(max_length=120, unique=True)
    count = models.PositiveIntegerField(default=0)
    expires = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.key}: {self.count}"


class Notice(models.Model):
    """What upkeep found last on one subject, for ``doctor``."""

    name = models.CharField(max_length=60, unique=True)
    said = models.CharField(max_length=500)
    created = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name}: {self.said}"
