"""What the desk has to look at: a row for each comment in each tab of the queue it stands in."""

from django.conf import settings
from django.db import models

from comments.models.comment import Comment
from comments.models.thread import Thread


class Tab(models.TextChoices):
    WAITING = "waiting", "Waiting"  # held: for a person
    REPORTED = "reported", "Reported"  # published, and readers say something is wrong
    UNSEEN = "unseen", "Published unseen"  # by the machine; no person has looked
    SPAM = "spam", "Spam"
    REJECTED = "rejected", "Rejected"
    APPEALS = "appeals", "Appeals"  # its author wants another person to look


class QueueEntry(models.Model):
    """Written by ``services.line_up`` in the transaction of what it follows from. It holds what
    the queue is ordered and filtered by, so that no list joins or counts large tables."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="entries")
    tab = models.CharField(max_length=10, choices=Tab)
    site = models.ForeignKey("articles.Site", on_delete=models.CASCADE, related_name="+")
    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="entries")
    urgency = models.FloatField()
    # The parts of it: {harm, reach, uncertainty, cause}.
    parts = models.JSONField(default=dict)
    reason = models.CharField(max_length=60, blank=True)
    has_link = models.BooleanField(default=False)
    first_timer = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["comment", "tab"], name="entry_once")]
        indexes = [
            models.Index(fields=["site", "tab", "urgency", "comment"], name="entry_worst"),
            models.Index(fields=["site", "tab", "created_at", "comment"], name="entry_time"),
            models.Index(fields=["thread", "tab"], name="entry_thread"),
        ]

    def __str__(self) -> str:
        return f"{self.tab}: {self.comment_id}"


class Claim(models.Model):
    """Who has a comment open before them, until when. A courtesy among colleagues: it hinders
    nobody, and runs out by itself."""

    comment = models.OneToOneField(Comment, on_delete=models.CASCADE, related_name="claim")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    until = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.user_id} has {self.comment_id} open"
