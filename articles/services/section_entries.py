"""Where articles stand in the lists of sections: rewritten with whatever moves an article."""

from collections.abc import Iterable, Iterator

from articles.models import Article, Section, SectionEntry, Site

BATCH = 2000


def enter(row: Article, sections: Iterable[int], *, is_new: bool) -> None:
    """The entries of ``row`` anew: in each of ``sections``, where it has a time to be public."""
    if not is_new:
        leave(row)
    if row.public_at is not None:
        SectionEntry.objects.bulk_create(
            SectionEntry(section_id=section, public_at=row.public_at, article=row)
            for section in sections
        )


def leave(row: Article) -> None:
    SectionEntry.objects.filter(article=row).delete()


def enter_all(site: Site) -> int:
    """All entries of a site anew, for whoever has written its articles past the verbs; returns
    how many. Call it in a transaction."""
    SectionEntry.objects.filter(section__site=site).delete()
    count, batch = 0, []
    for entry in _entries(site):
        batch.append(entry)
        if len(batch) == BATCH:
            count += len(SectionEntry.objects.bulk_create(batch))
            batch = []
    return count + len(SectionEntry.objects.bulk_create(batch))


def _entries(site: Site) -> Iterator[SectionEntry]:
    parents = dict(Section.objects.filter(site=site).values_list("pk", "parent_id"))
    rows = Article.objects.filter(site=site, public_at__isnull=False, section__isnull=False)
    for pk, section, moment in rows.values_list("pk", "section_id", "public_at").iterator():
        while section is not None and moment is not None:
            yield SectionEntry(section_id=section, public_at=moment, article_id=pk)
            section = parents[section]
