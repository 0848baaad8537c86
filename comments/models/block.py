"""Whom a site takes nothing from, or only after a look: an address, a domain, a network."""

from django.conf import settings
from django.db import models


class Block(models.Model):
    """``key`` is what a sender is found by, in one look at the index: ``a:`` and the keyed hash of
    an address, ``i:`` of all its spellings, ``d:`` a domain, ``n:`` a network. ``shown`` is what
    people read: never a whole address."""

    class Kind(models.TextChoices):
        ADDRESS = "address", "this very address"
        PERSON = "person", "the address in every spelling"
        DOMAIN = "domain", "a domain of addresses, and those below it"
        NETWORK = "network", "an IP address, or a range of them"

    class Effect(models.TextChoices):
        REFUSE = "refuse", "refused at the door"
        REJECT = "reject", "rejected, and its author told"
        HOLD = "hold", "waits for a person"

    site = models.ForeignKey("articles.Site", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind)
    key = models.CharField(max_length=280)
    shown = models.CharField(max_length=260)
    effect = models.CharField(max_length=6, choices=Effect, default=Effect.REJECT)
    reason = models.CharField(max_length=200)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    created = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    hits = models.PositiveIntegerField(default=0)
    last_hit = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["site", "key"], name="block_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.shown}"
