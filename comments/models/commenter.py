"""Whoever writes under one identity at one site."""

from django.db import models


class Commenter(models.Model):
    """``identity`` is a keyed hash: of a guest's canonical address, or of whom the publisher's
    token names. The address itself stays as typed."""

    class State(models.TextChoices):
        NEW = "new"
        TRUSTED = "trusted"
        WATCHED = "watched"
        SUSPENDED = "suspended"  # until a day
        BANNED = "banned"
        SHADOWED = "shadowed"  # goes to spam, unseen and untold

    site = models.ForeignKey("articles.Site", on_delete=models.CASCADE, related_name="commenters")
    identity = models.CharField(max_length=80)
    # Of a signed-in commenter whose address the publisher vouches for: the identity that a guest
    # with this address would have. By it their mails, bounces and own page are found.
    mailbox = models.CharField(max_length=80, blank=True)
    email = models.CharField(max_length=254, blank=True)
    name = models.CharField(max_length=245)
    state = models.CharField(max_length=10, choices=State, default=State.NEW)
    # Why, and until when: for good, where there is no end.
    state_reason = models.CharField(max_length=200, blank=True)
    state_until = models.DateTimeField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    approved = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    first_seen = models.DateTimeField()
    last_seen = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["site", "identity"], name="commenter_once")]
        indexes = [
            models.Index(
                fields=["mailbox"], name="commenter_mailbox", condition=~models.Q(mailbox="")
            )
        ]

    def __str__(self) -> str:
        return self.name
