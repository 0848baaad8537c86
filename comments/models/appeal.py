"""What an author says against a refusal, and what another person answered."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from comments.models.comment import Comment
from comments.models.decision import Decision


class Appeal(models.Model):
    """One a decision. ``answer`` is the decision that closed it: none while it is open, and none
    where nothing was left to decide. ``proven``: it was made by the link in a mail, so the
    address is its author's."""

    class State(models.TextChoices):
        OPEN = "open"
        GRANTED = "granted"
        UPHELD = "upheld", "the refusal stands"
        DROPPED = "dropped", "nothing was left to decide"

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="appeals")
    decision = models.OneToOneField(Decision, on_delete=models.CASCADE, related_name="appeal")
    site = models.ForeignKey("articles.Site", on_delete=models.CASCADE, related_name="+")
    text = models.CharField(max_length=2000, blank=True)
    proven = models.BooleanField(default=False)
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    answer = models.ForeignKey(
        Decision, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # What the moderator says to the author beside it.
    said = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # Whoever refused it answered too, as nobody else at the desk could.
    nobody_else = models.BooleanField(default=False)
    created = models.DateTimeField()
    closed = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["comment"], name="appeal_open_once", condition=Q(state="open")
            )
        ]
        indexes = [models.Index(fields=["site", "created"], name="appeal_site")]

    def __str__(self) -> str:
        return f"appeal against {self.decision_id}: {self.state}"
