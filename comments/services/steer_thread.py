"""steer_thread: an editor says what readers may do in a thread, until when, and what stands above
it; or in all threads of a section."""

from datetime import datetime

from django.db import transaction

from comments import text
from comments.models import SectionMode, Thread
from comments.services.renew import renew, renew_all
from comments.services.tell_closing import tell_closing
from newsroom.kernel.fields import clean_text

LONGEST_NOTE = 2_000


def clean_note(value: object) -> str:
    """Raises FieldError."""
    return clean_text(value, max_length=LONGEST_NOTE, required=False)


def steer_thread(
    thread: Thread, *, mode: str, closes_at: datetime | None, note: str, now: datetime
) -> None:
    """``mode`` "": as the section or the site says. Raises FieldError for a note that cannot be."""
    note = clean_note(note)
    html = text.render(note) if note else ""
    with transaction.atomic():
        renew(thread.pk, mode=mode, closes_at=closes_at, note=note, note_html=html)
        thread.refresh_from_db()
        tell_closing(thread, now)


def steer_section(row: SectionMode) -> None:
    """Saves a mode for a section; every thread of the site may look different from now on."""
    with transaction.atomic():
        row.save()
        renew_all(row.section.site_id)


def free_section(row: SectionMode) -> None:
    """From now on the section goes by what stands above it."""
    with transaction.atomic():
        row.delete()
        renew_all(row.section.site_id)
