"""The conversation of one article."""

from django.db import models


class Mode(models.TextChoices):
    """The words of ``comments.modes``, for people."""

    OPEN = "open", "open"
    MEMBERS = "members", "members only: whose address or account is confirmed"
    HELD = "held", "held: every comment waits for a person"
    SLOW = "slow", "slow: everybody once in some minutes"
    READ_ONLY = "readonly", "read-only: no comments, no votes, no changes"
    CLOSED = "closed", "closed: no new comments"
    OFF = "off", "off: there are no comments here"


class Thread(models.Model):
    """``version`` rises with every public change: it names the bytes that readers are given."""

    site = models.ForeignKey("articles.Site", on_delete=models.CASCADE, related_name="threads")
    article = models.OneToOneField(
        "articles.Article", on_delete=models.CASCADE, related_name="thread"
    )
    mode = models.CharField(
        max_length=10,
        choices=Mode,
        blank=True,
        default="",
        help_text="Empty: as the section or the site says.",
    )
    # What heat makes of it, for as long as it runs hot: slow, held, closed, or nothing.
    heat_mode = models.CharField(
        max_length=10, choices=Mode, blank=True, default="", db_default="", editable=False
    )
    version = models.PositiveBigIntegerField(default=1)
    count = models.PositiveIntegerField(default=0)
    closes_at = models.DateTimeField(
        null=True, blank=True, help_text="Before the site's own days are over, or after."
    )
    # As was last told of it; what holds is said by mode and clock.
    closed = models.BooleanField(default=False, editable=False)
    # When the newest comment that was ever published here was written.
    last_at = models.DateTimeField(null=True, blank=True)
    note = models.TextField(
        blank=True, help_text="Stands above the comments; the markup is that of a comment."
    )
    note_html = models.TextField(blank=True)
    created = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["site", "-last_at", "-id"], name="thread_latest"),
            models.Index(
                fields=["site", "closes_at"], name="thread_open", condition=models.Q(closed=False)
            ),
        ]

    def __str__(self) -> str:
        return f"thread {self.pk}"
