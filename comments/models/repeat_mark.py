"""By what comments of the last days find those that repeat them."""

from django.db import models

from comments.models.comment import Comment


class RepeatMark(models.Model):
    """A hash that says nothing by itself; swept after days, so the table stays small."""

    class Kind(models.IntegerChoices):
        BAND = 0
        DOMAIN = 1

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="+")
    kind = models.PositiveSmallIntegerField(choices=Kind)
    mark = models.BigIntegerField()
    created = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mark", "comment"], name="repeat_mark_once")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of {self.comment_id}"
