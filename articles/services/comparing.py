"""comparing: an article beside all that may be related to it, found and weighed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from articles import ranking
from articles.candidates import candidates
from articles.models import Article
from articles.ranking import Entry, Match
from articles.related_policy import policy_of, span
from articles.services.entries import Entries, entries
from articles.services.frequencies import articles_counted
from articles.terms import base_language
from articles.vectors import Frequencies, probes


@dataclass(frozen=True)
class Subject:
    """An article whose list is to be made."""

    row: Article
    entry: Entry
    figures: Frequencies


def compared(row: Article, entry: Entry, figures: Frequencies, now: datetime) -> list[Match]:
    known = articles_counted(row.site_id, entry.vector.language)
    return ranking.matches(entry, entries(found(Subject(row, entry, figures), known, now)))


def found(subject: Subject, articles: int, now: datetime) -> list[int]:
    """The candidates, in a site that has ``articles`` of the language."""
    row, entry = subject.row, subject.entry
    when = span(policy_of(row.site.settings), row.public_at, now)
    asked = probes(entry.vector, subject.figures, articles)
    return candidates(row.site_id, row.pk, asked, span=when)


def compared_many(
    subjects: Sequence[Subject], now: datetime, known: Entries
) -> dict[int, list[Match]]:
    """The same for articles of one site: what is known of candidates is read once."""
    sizes = {
        language: articles_counted(subjects[0].row.site_id, language)
        for language in {base_language(subject.row.language) for subject in subjects}
    }
    near = {
        subject.row.pk: found(subject, sizes[base_language(subject.row.language)], now)
        for subject in subjects
    }
    known.load(_all(near.values()))
    return {
        subject.row.pk: ranking.matches(subject.entry, known.of(near[subject.row.pk]))
        for subject in subjects
    }


def _all(lists: Iterable[list[int]]) -> set[int]:
    return {pk for pks in lists for pk in pks}
