"""What a site has taught its scorer: lessons, the models made of them, and which one is in use."""

from django.db import models

from comments.learning.scorer import Kind
from comments.models.comment import Comment

KINDS = [(kind.value, kind.value) for kind in Kind]


class Lesson(models.Model):
    """One comment that a person decided, as hashed features: no text, two bytes a feature.

    ``logit``, ``probability`` and ``word`` are what the scorer ``scorer`` said before the decision:
    what its figures are drawn from. Goes with the comment, and with the decision that is undone.
    """

    class Label(models.TextChoices):
        GOOD = "good"
        SPAM = "spam"
        REMOVED = "removed", "removed for another reason"

    comment = models.OneToOneField(Comment, on_delete=models.CASCADE, related_name="lesson")
    site = models.ForeignKey("articles.Site", on_delete=models.CASCADE, related_name="+")
    revision = models.PositiveIntegerField()
    label = models.CharField(max_length=8, choices=Label)
    example = models.BinaryField()
    domains = models.JSONField(default=list)
    logit = models.FloatField()
    probability = models.FloatField()
    word = models.CharField(max_length=8)
    scorer = models.CharField(max_length=60)
    decided = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["site", "-decided", "-id"], name="lesson_by_time")]

    def __str__(self) -> str:
        return f"{self.label}: {self.comment_id}"


class LearnedModel(models.Model):
    """One version of a site's model. Append-only; ``refused`` says why it never went live."""

    site = models.ForeignKey("articles.Site", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=8, choices=KINDS)
    number = models.PositiveIntegerField()
    weights = models.BinaryField()
    checksum = models.CharField(max_length=64)
    slope = models.FloatField()
    offset = models.FloatField()
    threshold = models.FloatField(null=True)
    allowed = models.JSONField(default=list)
    lessons = models.PositiveIntegerField()
    recall = models.FloatField(null=True)
    calibration_error = models.FloatField()
    refused = models.CharField(max_length=40, blank=True)
    created = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["site", "kind", "number"], name="learned_model_once")
        ]
        ordering = ["-number"]

    def __str__(self) -> str:
        return f"{self.kind} {self.number} of site {self.site_id}"


class LearnedScorer(models.Model):
    """Which model judges at a site: the row that is swapped. ``live`` null: the shipped prior.

    Whoever rebuilds holds it by ``builder`` until ``building_until``; a mark that runs out is
    free again, and what the dead one made is not taken.
    """

    site = models.ForeignKey("articles.Site", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=8, choices=KINDS)
    live = models.ForeignKey(LearnedModel, on_delete=models.SET_NULL, null=True, related_name="+")
    new_lessons = models.PositiveIntegerField(default=0)
    pinned = models.BooleanField(default=False)
    refused = models.CharField(max_length=40, blank=True)
    builder = models.CharField(max_length=32, blank=True)
    building_until = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["site", "kind"], name="learned_scorer_once")]

    def __str__(self) -> str:
        return f"{self.kind} of site {self.site_id}"
