"""Tells who answers for an article what a reader says of it, and the reader what came of it.
Returns why not, where it does not."""

from datetime import datetime

from comments.models import Correction
from comments.services import mails
from comments.services.correction_desk import told_of
from comments.services.corrections import OPEN, proven
from comments.services.mails import Wanted

Told = Correction.Told


def tell_of_correction(pk: int, now: datetime) -> str:
    row = _row(pk)
    if row is None or row.state not in OPEN:
        return "no_longer_open"
    addresses, site = told_of(row.comment), row.comment.thread.site
    for address in addresses:
        wanted = Wanted("correction", site.pk, address, row.comment, site.language)
        mails.post(wanted, now, since=row.created)
    return "told" if addresses else "nobody_to_tell"


def tell_corrected(pk: int, now: datetime) -> str:
    row = _row(pk)
    if row is None or row.told != Told.MAIL or row.closed is None:
        return "not_by_mail"
    comment = row.comment
    if not proven(comment):
        return "address_not_proven"
    language = comment.thread.article.language
    wanted = Wanted("corrected", row.site_id, comment.email, comment, language)
    mails.post(wanted, now, since=row.closed)
    return "told"


def _row(pk: int) -> Correction | None:
    rows = Correction.objects.select_related("comment__thread__article", "comment__thread__site")
    return rows.filter(pk=pk).first()
