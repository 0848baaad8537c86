"""Every mail that is to leave, left, or never will; and what is counted against an address."""

from django.db import models
from django.db.models import Q

from comments.models.comment import Comment


class Mail(models.Model):
    """One mail to one person. ``recipient`` is the identity (a keyed hash); ``address`` stands here
    only while it is needed. ``origin`` names the network that caused it, hashed, as long.

    waiting → sent, dropped (``reason``) or dead (``error``). ``claimed_until``: a worker has it.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        SENT = "sent"
        DROPPED = "dropped"
        DEAD = "dead"

    site = models.ForeignKey("articles.Site", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20)
    recipient = models.CharField(max_length=80)
    address = models.CharField(max_length=254, blank=True)
    comment = models.ForeignKey(
        Comment, on_delete=models.CASCADE, null=True, blank=True, related_name="mails"
    )
    language = models.CharField(max_length=35, blank=True)
    origin = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    reason = models.CharField(max_length=40, blank=True)
    error = models.CharField(max_length=300, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    created = models.DateTimeField()
    due = models.DateTimeField()
    claimed_until = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["recipient", "kind", "comment"], name="mail_once"),
            models.UniqueConstraint(
                fields=["site", "recipient", "kind"],
                condition=Q(comment=None, state="waiting"),
                name="mail_waits_once",
            ),
        ]
        indexes = [
            models.Index(fields=["due"], name="mail_due", condition=Q(state="waiting")),
            models.Index(
                fields=["recipient", "due"], name="mail_line", condition=Q(state="waiting")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} ({self.state})"


class Mailbox(models.Model):
    """What is known of one address, under its keyed hash alone; survives erasure.

    ``sent`` holds ``[seconds since 1970, mail]`` of the last mails; ``version`` rises with each
    change of it, so that two workers cannot take the same place.
    """

    class Why(models.TextChoices):
        HARD = "hard", "it does not exist"
        SOFT = "soft", "it has taken no mail for three days"
        COMPLAINT = "complaint", "its owner called a mail spam"
        OWNER = "owner", "its owner wants no more mail"

    identity = models.CharField(max_length=80, unique=True)
    sent = models.JSONField(default=list)
    version = models.PositiveIntegerField(default=0)
    soft_since = models.DateTimeField(null=True, blank=True)
    suppressed_at = models.DateTimeField(null=True, blank=True)
    suppressed_why = models.CharField(max_length=10, choices=Why, blank=True)

    class Meta:
        verbose_name_plural = "mailboxes"

    def __str__(self) -> str:
        return f"mailbox {self.pk}"


class MailPause(models.Model):
    """The breaker: a site's mails to readers stand still until a time, having been too many."""

    site = models.ForeignKey("articles.Site", on_delete=models.CASCADE, related_name="+")
    group = models.CharField(max_length=10)
    since = models.DateTimeField()
    until = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["site", "group"], name="pause_once")]

    def __str__(self) -> str:
        return f"{self.group} mails of {self.site_id} pause until {self.until}"
