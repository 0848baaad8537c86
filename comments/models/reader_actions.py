"""What readers do with comments of others: votes, reactions and reports."""

from django.db import models

from comments.models.comment import Comment


class Vote(models.Model):
    """One reader's voice on one comment. ``voter`` is a keyed hash that names nobody."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="ballots")
    voter = models.CharField(max_length=64)
    value = models.SmallIntegerField()
    created = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["comment", "voter"], name="vote_once"),
            models.CheckConstraint(condition=models.Q(value__in=(-1, 1)), name="vote_up_or_down"),
        ]

    def __str__(self) -> str:
        return f"{self.value:+d} on {self.comment_id}"


class Reaction(models.Model):
    """One reader's answer by one emoji. ``voter`` is the same keyed hash as for votes."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="+")
    voter = models.CharField(max_length=64)
    kind = models.CharField(max_length=16)
    created = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["comment", "voter", "kind"], name="reaction_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} on {self.comment_id}"


class Report(models.Model):
    """One reader's word that something is wrong with a comment; evidence for people, no verdict."""

    class Reason(models.TextChoices):
        SPAM = "spam"
        ABUSE = "abuse"
        OFF_TOPIC = "off_topic"
        FALSE = "false"
        PRIVACY = "privacy"
        OTHER = "other"

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="reports")
    reporter = models.CharField(max_length=64)
    reason = models.CharField(max_length=10, choices=Reason)
    note = models.CharField(max_length=500, blank=True)
    created = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["comment", "reporter"], name="report_once")]

    def __str__(self) -> str:
        return f"{self.reason}: {self.comment_id}"
