"""The mode of all threads in a section and below it."""

from django.db import models

from comments.models.thread import Mode


class SectionMode(models.Model):
    section = models.OneToOneField(
        "articles.Section", on_delete=models.CASCADE, related_name="thread_mode"
    )
    mode = models.CharField(max_length=10, choices=Mode)

    def __str__(self) -> str:
        return f"{self.section_id}: {self.mode}"
