"""canned: a site's ready-made answers. Seniors write them, everybody at the desk uses them, and
those that are used most stand first."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser
from django.db import IntegrityError, transaction
from django.db.models import F

from comments.models import CannedReply
from newsroom.kernel.fields import FieldError, clean_line, clean_text

MOST = 100
PLACEHOLDERS = ("{name}", "{headline}")


@dataclass(frozen=True)
class Text:
    title: str
    text: str


def canned_of(site_pk: int) -> list[CannedReply]:
    return list(CannedReply.objects.filter(site=site_pk).order_by("-uses", "title"))


def filled(text: str, name: str, headline: str) -> str:
    """The placeholders in one pass: a name that looks like one stays a name."""
    values = {"{name}": name, "{headline}": headline}
    for placeholder in PLACEHOLDERS:
        before, found, after = text.partition(placeholder)
        if found:
            return filled(before, name, headline) + values[found] + filled(after, name, headline)
    return text


def write(
    site_pk: int, pk: int | None, wanted: Text, by: AbstractBaseUser, now: datetime
) -> CannedReply | None:
    """A new one, or other words for an old one; None where that is gone. Raises FieldError."""
    values = {
        "title": clean_line(wanted.title, max_length=80, required=True),
        "text": clean_text(wanted.text, max_length=2000, required=True),
        "by_id": by.pk,
        "changed": now,
    }
    rows = CannedReply.objects.filter(site=site_pk)
    if pk is None and rows.count() >= MOST:
        raise FieldError("too_many", f"There are {MOST} already: nobody finds one more.")
    try:
        with transaction.atomic():
            if pk is None:
                return CannedReply.objects.create(site_id=site_pk, **values)
            rows.filter(pk=pk).update(**values)
    except IntegrityError:
        raise FieldError("invalid", "Another one has this title.") from None
    return rows.filter(pk=pk).first()


def remove(site_pk: int, pk: int) -> None:
    CannedReply.objects.filter(site=site_pk, pk=pk).delete()


def count_use(site_pk: int, pk: int) -> None:
    CannedReply.objects.filter(site=site_pk, pk=pk).update(uses=F("uses") + 1)
