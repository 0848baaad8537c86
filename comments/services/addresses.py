"""addresses: what an author gave as theirs. Only for who may see addresses: no public read, which
never touch what is private."""

from collections.abc import Iterable

from comments.models import Comment


def addresses_of(commenters: Iterable[int]) -> list[str]:
    """Every spelling, of all that go by one keyed hash; the newest first."""
    rows = Comment.objects.filter(commenter__in=list(commenters)).exclude(email="")
    return list(dict.fromkeys(rows.order_by("-id").values_list("email", flat=True)[:500]))


def networks_of(commenters: Iterable[int]) -> list[str]:
    """Where their last comments came from, as far as that is kept; the newest first."""
    rows = Comment.objects.filter(commenter__in=list(commenters)).exclude(ip=None)
    found = rows.order_by("-id").values_list("ip", flat=True)[:100]
    return list(dict.fromkeys(ip for ip in found if ip))[:10]
