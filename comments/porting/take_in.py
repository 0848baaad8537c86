"""take_in: the comments of an old system take their places here, under the articles they were on.

The whole export is read and put in order first, so that a broken file changes nothing. Each comment
goes by its name in the export: the same file again adds nothing, and a run that was cut off is
finished by the next.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any

from django.db import transaction

from articles.public import ArticleRef, NoPlace, Site, place_of_import
from comments.porting.markdown_of import markdown_of
from comments.porting.readers.comment_source import CommentSource
from comments.porting.readers.events import ImportedComment, ImportedThread, Skipped
from comments.porting.readers.spool import Placed, Spool
from comments.services.bring_in import Past, bring_in, brought_in
from comments.states import Status
from newsroom.kernel.fields import FieldError, clean_line, clean_text, clean_url

BATCH = 200
SAMPLES = 20
NAMELESS = "Guest"
STUB = "url-"  # how the id of an article begins that nobody told of
LONGEST = 1_000_000  # characters; what no reader could have typed
STATUSES = {
    "approved": Status.PUBLISHED,
    "pending": Status.HELD,
    "spam": Status.SPAM,
    "trash": Status.REJECTED,
    "deleted": Status.REMOVED,
}

Note = Mapping[str, Any]
Progress = Callable[[int, int], None]


@dataclass
class Report:
    """What became of an export: comments by status, and the first notes of what was left out or
    altered. ``tell`` is given each note as it comes."""

    tell: Callable[[Note], None] | None = None
    outcomes: Counter[str] = field(default_factory=Counter)
    samples: list[Note] = field(default_factory=list)
    notes: int = 0
    threads: int = 0
    stubs: int = 0
    domains_added: list[str] = field(default_factory=list)

    def note(self, outcome: str, where: str, id: str, reason: str) -> None:
        note = {"outcome": outcome, "where": where, "id": id, "reason": reason}
        self.outcomes[outcome] += 1
        self.notes += 1
        if len(self.samples) < SAMPLES:
            self.samples.append(note)
        if self.tell:
            self.tell(note)


def take_in(
    site: Site,
    source: CommentSource,
    now: datetime,
    *,
    dry_run: bool = False,
    progress: Progress | None = None,
    tell: Callable[[Note], None] | None = None,
) -> Report:
    """Raises SourceError before anything is written, for a file that cannot be read to its end."""
    report = Report(tell)
    with Spool(now) as spool:
        summary = spool.fill(source.events())
        for notice in spool.notices():
            kind = "skipped" if isinstance(notice, Skipped) else "altered"
            report.note(kind, notice.where, notice.id or "", notice.reason)
        places = _places(site, spool.threads(), now, report, dry_run=dry_run)
        done = 0
        comments = spool.comments()
        while batch := list(islice(comments, BATCH)):
            _store(batch, places, f"{source.format}:", report, dry_run=dry_run)
            done += len(batch)
            if progress:
                progress(done, summary.comments)
    return report


def _places(
    site: Site, threads: Iterable[ImportedThread], now: datetime, report: Report, *, dry_run: bool
) -> dict[str, ArticleRef | None]:
    """By the thread's key in the file; one of another dry run's making is None. A thread that has
    no place here is not in it."""
    known, places = set(site.domains), {}
    for thread in threads:
        try:
            with transaction.atomic():
                places[thread.key] = _place(site, thread, now, make=not dry_run)
                transaction.set_rollback(dry_run)
        except NoPlace as error:
            report.note("skipped", thread.where, thread.key, f"its thread: {error}")
            continue
        report.threads += 1
        article = places[thread.key]
        report.stubs += article is None or article.id.startswith(STUB)
    report.domains_added = sorted(set(site.domains) - known)
    return places


def _place(site: Site, thread: ImportedThread, now: datetime, *, make: bool) -> ArticleRef | None:
    names, title = thread.article_ids, thread.title
    return place_of_import(site, url=thread.url, names=names, title=title, now=now, make=make)


@transaction.atomic
def _store(
    batch: Iterable[Placed],
    places: Mapping[str, ArticleRef | None],
    prefix: str,
    report: Report,
    *,
    dry_run: bool,
) -> None:
    for placed in batch:
        comment = placed.comment
        if comment.thread not in places:
            report.note("skipped", comment.where, comment.id, "its thread has no place here")
            continue
        status = STATUSES[comment.status]
        article = places[comment.thread]
        past = _past(placed, article, prefix, status, report)
        if dry_run or article is None:
            report.outcomes[status.value] += 1
        else:
            known = brought_in(article, past.key)
            bring_in(article, past)
            report.outcomes["unchanged" if known else status.value] += 1


def _past(
    placed: Placed, article: ArticleRef | None, prefix: str, status: Status, report: Report
) -> Past:
    comment = placed.comment
    above = brought_in(article, prefix + placed.parent) if article and placed.parent else None
    return Past(
        key=prefix + placed.key,
        name=_kept("name", comment, report, comment.name) or NAMELESS,
        email=comment.email,
        website=_kept("website", comment, report, comment.website),
        body=_kept("text", comment, report, markdown_of(comment.text, comment.markup)),
        created_at=placed.created_at,
        status=status,
        parent=above,
    )


CLEAN: dict[str, Callable[[str], str]] = {
    "name": lambda text: clean_line(text, max_length=245, required=False),
    "website": lambda text: clean_url(text, max_length=200, required=False),
    "text": lambda text: clean_text(text, max_length=LONGEST, required=False),
}


def _kept(what: str, comment: ImportedComment, report: Report, text: str) -> str:
    """Through the validator that every text goes through; what it refuses is left out, and told."""
    try:
        return CLEAN[what](text)
    except FieldError as error:
        report.note("altered", comment.where, comment.id, f"{what} left out: {error.text}")
        return ""


def outcomes(report: Report) -> Iterator[str]:
    for outcome, count in sorted(report.outcomes.items()):
        yield f"{count} {outcome}"
