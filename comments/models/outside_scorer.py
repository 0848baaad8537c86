"""A judge elsewhere that a site chose to ask. Off by default: it sends words and addresses away."""

from django.db import models


class OutsideScorer(models.Model):
    """``key`` is written, never shown. ``url`` is where the service is; Akismet's own where empty.
    ``alert`` is what the service last wanted its customer to hear."""

    class Kind(models.TextChoices):
        AKISMET = "akismet", "Akismet"
        HTTP = "http_scorer", "a scorer over HTTP"

    class Asks(models.TextChoices):
        HOLD = "hold", "a person looks"
        SPAM = "spam", "the comment is spam"

    site = models.ForeignKey("articles.Site", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind)
    on = models.BooleanField(default=False)
    url = models.CharField(max_length=500, blank=True)
    key = models.CharField(max_length=200)
    asks = models.CharField(
        max_length=4, choices=Asks, default=Asks.HOLD, help_text="What its word “spam” leads to."
    )
    blatant = models.CharField(
        max_length=4, choices=Asks, default=Asks.HOLD, help_text="The same where it is certain."
    )
    with_address = models.BooleanField(
        default=False, help_text="Send e-mail and network address too; Akismet always gets them."
    )
    is_test = models.BooleanField(
        default=False, help_text="Ask as a test: the service learns nothing from it."
    )
    seconds = models.PositiveSmallIntegerField(default=3, help_text="To wait for an answer.")
    alert = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["site", "kind"], name="outside_scorer_once")]

    def __str__(self) -> str:
        return f"{self.kind} for {self.site_id}"
