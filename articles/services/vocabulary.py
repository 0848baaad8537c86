"""A site's sections and tags, as one batch of articles needs them: looked up or made once."""

import re
import unicodedata
from collections.abc import Iterable

from articles.models import Section, Site, Tag


class Vocabulary:
    """Keep it no longer than the transaction it is used in: what that takes back, this forgets
    not."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._sections: dict[str, Section] = {}
        self._tags: dict[str, int] = {}

    def expect(self, paths: Iterable[list[str]], tags: Iterable[str]) -> None:
        """Looks up or makes all that a batch will ask for, in one order: two batches that make
        the same names at the same moment then never wait for each other in a circle."""
        named = {slugs[-1]: path for path in paths if (slugs := slugs_of(path))}
        self._know(sorted({slug for path in named.values() for slug in slugs_of(path)}))
        for _, path in sorted(named.items()):
            self.section(path)
        self.tags(tags)

    def section(self, path: list[str]) -> Section | None:
        """The section at the end of ``path``, made with its parents where it is new."""
        slugs = slugs_of(path)
        if not slugs:
            return None
        if slugs[-1] not in self._sections:
            self._know(slugs)
        parent: Section | None = None
        for name, slug in zip(path, slugs, strict=True):
            if slug not in self._sections:
                self._sections[slug], _ = Section.objects.get_or_create(
                    site=self._site, slug=slug, defaults={"name": name, "parent": parent}
                )
            parent = self._sections[slug]
        return parent

    def trail(self, section: Section) -> list[int]:
        """The section and all above it, as primary keys."""
        parts = section.slug.split("/")
        slugs = ["/".join(parts[:depth]) for depth in range(1, len(parts) + 1)]
        if missing := [slug for slug in slugs if slug not in self._sections]:
            self._know(missing)
        return [self._sections[slug].pk for slug in slugs if slug in self._sections]

    def tags(self, names: Iterable[str]) -> set[int]:
        """The tags of these names as primary keys, made where they are new."""
        wanted = {slug_of(name): name for name in names}
        if missing := [slug for slug in wanted if slug not in self._tags]:
            self._know_tags(missing)
        if missing := sorted(set(missing) - set(self._tags)):
            rows = [Tag(site=self._site, slug=slug, name=wanted[slug]) for slug in missing]
            # Another batch may have made the same at this moment, so they are read, not taken.
            Tag.objects.bulk_create(rows, ignore_conflicts=True)
            self._know_tags(missing)
        return {self._tags[slug] for slug in wanted}

    def _know(self, slugs: list[str]) -> None:
        rows = Section.objects.filter(site=self._site, slug__in=slugs)
        self._sections |= {row.slug: row for row in rows}

    def _know_tags(self, slugs: list[str]) -> None:
        rows = Tag.objects.filter(site=self._site, slug__in=slugs)
        self._tags |= dict(rows.values_list("slug", "pk"))


def slugs_of(path: list[str]) -> list[str]:
    """The slug of each level: a section's slug names all the levels above it."""
    parts = [slug_of(name) for name in path]
    return ["/".join(parts[:depth]) for depth in range(1, len(parts) + 1)]


def slug_of(name: str) -> str:
    """A name for addresses in any script: letters and digits stay, the rest becomes one hyphen."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    return re.sub(r"[^\w]+", "-", folded).strip("-")[:190] or "x"
