"""That somebody's data was erased. Not whose: the record would bring it back."""

from django.db import models


class Erasure(models.Model):
    """``how``: by the link in a mail, or by a command."""

    site = models.ForeignKey("articles.Site", on_delete=models.CASCADE, related_name="+")
    how = models.CharField(max_length=10)
    comments = models.PositiveIntegerField()
    subscriptions = models.PositiveIntegerField()
    created = models.DateTimeField()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.comments} comments erased by {self.how}"
