"""Comments leave marks before they are judged, so that of two that come at once at least the later
sees the earlier; the marks go after some days."""

import logging
from datetime import datetime

from django.db import transaction

from comments import text
from comments.evidence.repeats import WINDOW
from comments.models import Comment, RepeatMark
from comments.repeats.marks import band_marks, domain_marks
from comments.repeats.masked import masked

log = logging.getLogger(__name__)

SWEPT_AT_ONCE = 5_000


def leave_marks(comment: Comment, now: datetime) -> None:
    """Those of its present words, instead of any earlier ones."""
    try:
        marks = _marks_of(comment)
    except Exception:
        # The scorer will fail over the same words, and a person be asked: no reason to try again.
        log.exception("the marks of comment %s", comment.pk)
        return
    rows = [RepeatMark(comment=comment, kind=k, mark=m, created=now) for m, k in marks.items()]
    with transaction.atomic():
        RepeatMark.objects.filter(comment=comment).exclude(mark__in=list(marks)).delete()
        RepeatMark.objects.bulk_create(rows, ignore_conflicts=True)


def _marks_of(comment: Comment) -> dict[int, RepeatMark.Kind]:
    found = masked(text.plain(comment.body))
    marks = dict.fromkeys(band_marks(found), RepeatMark.Kind.BAND)
    return marks | dict.fromkeys(domain_marks(found.domains), RepeatMark.Kind.DOMAIN)


def sweep_marks(now: datetime) -> int:
    """Takes away up to SWEPT_AT_ONCE that are too old to count; returns how many."""
    old = RepeatMark.objects.filter(created__lt=now - WINDOW).order_by("created")
    pks = list(old.values_list("pk", flat=True)[:SWEPT_AT_ONCE])
    return RepeatMark.objects.filter(pk__in=pks).delete()[0]
