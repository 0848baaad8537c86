"""steer_thread: an editor says what readers may do in a thread, until when, and what stands above
it; or in all threads of a section."""

from datetime import datetime

from django.db.models import F

from comments import text
from comments.models import SectionMode, Thread
from newsroom.kernel.fields import clean_text

LONGEST_NOTE = 2_000


def clean_note(value: object) -> str:
    """Raises FieldError."""
    return clean_text(value, max_length=LONGEST_NOTE, required=False)


def steer_thread(thread: Thread, *, mode: str, closes_at: datetime | None, note: str) -> None:
    """``mode`` "": as the section or the site says. Raises FieldError for a note that cannot be."""
    note = clean_note(note)
    Thread.objects.filter(pk=thread.pk).update(
        mode=mode,
        closes_at=closes_at,
        note=note,
        note_html=text.render(note) if note else "",
        version=F("version") + 1,
    )
    thread.refresh_from_db()


def steer_section(row: SectionMode) -> None:
    """Saves a mode for a section; every thread of the site may look different from now on."""
    row.save()
    _renew(row)


def free_section(row: SectionMode) -> None:
    """From now on the section goes by what stands above it."""
    row.delete()
    _renew(row)


def _renew(row: SectionMode) -> None:
    threads = Thread.objects.filter(site_id=row.section.site_id)
    threads.update(version=F("version") + 1)
