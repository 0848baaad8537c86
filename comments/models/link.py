"""A link in a mail: what it may do, for whom, and whether it has been used."""

from django.db import models

from comments.models.comment import Comment


class Link(models.Model):
    """The token is ``selector`` and a secret; of the secret only ``digest`` is kept, a keyed hash
    that also holds the purpose, the site, the address and the comment."""

    selector = models.CharField(max_length=16, unique=True)
    digest = models.CharField(max_length=64)
    purpose = models.CharField(max_length=12)
    site = models.ForeignKey("articles.Site", on_delete=models.CASCADE, related_name="+")
    address = models.CharField(max_length=254)
    comment = models.ForeignKey(
        Comment, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    created = models.DateTimeField()
    expires = models.DateTimeField(db_index=True)
    used_at = models.DateTimeField(null=True, blank=True)
    # The six digits for those who read mail on another device, and how often they were guessed at.
    code = models.CharField(max_length=64, blank=True)
    guesses = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.purpose} link"
