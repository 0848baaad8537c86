"""What was decided, by whom, and on what evidence. Append-only."""

from collections.abc import Iterable

from django.conf import settings
from django.db import models

from comments.models.comment import Comment
from comments.models.policy_version import PolicyVersion


class Decision(models.Model):
    """One move of a comment. ``by`` null: the machine, by ``policy`` on ``facts`` and
    ``evidence``, from which it can be judged once more."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="decisions")
    revision = models.PositiveIntegerField()
    before = models.CharField(max_length=12)
    after = models.CharField(max_length=12)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    actor = models.CharField(max_length=10)
    reasons = models.JSONField(default=list)
    findings = models.JSONField(default=list)
    note = models.CharField(max_length=500, blank=True)
    policy = models.ForeignKey(
        PolicyVersion, on_delete=models.RESTRICT, null=True, blank=True, related_name="+"
    )
    facts = models.JSONField(default=dict, blank=True)
    evidence = models.JSONField(default=dict, blank=True)
    created = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["created"], name="decision_time")]

    def __str__(self) -> str:
        return f"{self.before} → {self.after}: {', '.join(self.reasons)}"


UNDONE = "undone"


def standing(latest_first: Iterable[Decision]) -> Decision | None:
    """The decision that counts: an undo takes itself away, and the one before it."""
    undone = 0
    for decision in latest_first:
        if UNDONE in decision.reasons:
            undone += 1
        elif undone:
            undone -= 1
        else:
            return decision
    return None


class Evidence(models.Model):
    """One scorer's answer about one revision; ``missing`` is an answer too, ``skipped`` says that
    there was nothing to ask about."""

    class State(models.TextChoices):
        OK = "ok"
        MISSING = "missing"
        SKIPPED = "skipped"

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="evidence")
    revision = models.PositiveIntegerField()
    scorer = models.CharField(max_length=30)
    state = models.CharField(max_length=8, choices=State)
    value = models.JSONField(null=True)
    score = models.FloatField(null=True)
    reason = models.CharField(max_length=200, blank=True)
    details = models.JSONField(null=True)
    version = models.CharField(max_length=60, blank=True)
    milliseconds = models.FloatField(default=0)
    created = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["comment", "revision", "scorer"], name="evidence_once")
        ]

    def __str__(self) -> str:
        return f"{self.scorer}: {self.state}"


class Revision(models.Model):
    """What a comment said before its author edited it."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    body = models.TextField()
    created = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["comment", "number"], name="revision_once")]

    def __str__(self) -> str:
        return f"revision {self.number} of {self.comment_id}"
