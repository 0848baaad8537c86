"""What may be read by whom: one place, begun from by every read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from comments.models.comment import Comment  # noqa: F401 (named in a type argument below)


class CommentQuerySet(models.QuerySet["Comment"]):
    def visible(self) -> CommentQuerySet:
        """Published comments, and nothing else: counts, feeds, search, exports, neighbours."""
        return self.filter(status="published")

    def listed(self) -> CommentQuerySet:
        """What keeps a place in a thread: published ones, and stubs that have replies below."""
        return self.filter(listed=True)
