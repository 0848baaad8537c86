"""What people decided of comments: what the machine's judgements are measured by."""

from collections.abc import Iterable

from comments.models import Decision
from comments.states import REFUSED, Status


def people_said(comments: Iterable[int]) -> dict[int, Status]:
    """Each comment's last word of a person, where there is one that says yes or no: a published,
    rejected, spam or removed."""
    rows = Decision.objects.filter(comment_id__in=list(comments), actor="moderator")
    found = dict(rows.order_by("id").values_list("comment_id", "after"))
    said = {pk: Status(after) for pk, after in found.items()}
    return {pk: after for pk, after in said.items() if after in REFUSED | {Status.PUBLISHED}}


def last_decided(site_pk: int, most: int) -> list[int]:
    """The comments of a site that people decided last, newest first."""
    rows = Decision.objects.filter(comment__thread__site_id=site_pk, actor="moderator")
    pks = rows.order_by("-id").values_list("comment_id", flat=True)[: 2 * most]
    return list(dict.fromkeys(pks))[:most]
