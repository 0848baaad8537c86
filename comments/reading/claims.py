"""Which comments colleagues have open before them."""

from collections.abc import Iterable
from datetime import datetime

from comments.models import Claim


def open_at_others(
    site_pk: int, comments: Iterable[int], viewer: int, now: datetime
) -> dict[int, str]:
    """``{comment: user name}``, without what the viewer has open."""
    rows = Claim.objects.filter(comment__in=list(comments), until__gte=now)
    rows = rows.filter(comment__thread__site=site_pk).exclude(user=viewer)
    return dict(rows.values_list("comment_id", "user__username"))
