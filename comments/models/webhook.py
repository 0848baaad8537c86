"""Where a site's desk is told what happens, in a chat or a program of its own."""

from django.db import models

from comments.models.comment import Comment


class Webhook(models.Model):
    """``secret`` is encrypted, shown when it is made and never again. ``next_at``: when the next
    message is promised for; null where none is. ``failures``: tries in a row that went wrong."""

    class Style(models.TextChoices):
        JSON = "json", "JSON, for a program of your own"
        CHAT = "chat", "a line of text, for Slack, Mattermost and what understands theirs"

    site = models.OneToOneField("articles.Site", on_delete=models.CASCADE, related_name="+")
    on = models.BooleanField(default=True)
    url = models.CharField(max_length=500)
    secret = models.TextField()
    style = models.CharField(max_length=4, choices=Style, default=Style.CHAT)
    kinds = models.JSONField(default=list)
    waiting = models.PositiveIntegerField(default=20)
    excerpt = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)
    said = models.CharField(max_length=200)

    def __str__(self) -> str:
        return f"webhook of {self.site_id}"


class DeskNews(models.Model):
    """What the next message shall tell: of a comment, or (null) of the site as a whole. ``detail``
    is a code or a number, never somebody's words."""

    class Kind(models.TextChoices):
        WAITING = "waiting", "more comments wait than the number below"
        REPORTED = "reported", "a reader reports a comment"
        APPEAL = "appeal", "an author appeals"
        HEAT = "heat", "a conversation runs hot"
        BRIGADE = "brigade", "signs of a campaign: near-duplicates, one link by many"

    site = models.ForeignKey("articles.Site", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    comment = models.ForeignKey(Comment, null=True, on_delete=models.CASCADE, related_name="+")
    detail = models.CharField(max_length=60, blank=True)
    created = models.DateTimeField()
    told_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["site", "kind", "created"], name="desk_news_of_site")]

    def __str__(self) -> str:
        return f"{self.kind} at {self.site_id}"
