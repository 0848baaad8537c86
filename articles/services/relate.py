"""relate: an article's own list of related ones, and its place in the lists of older ones.

Bounded work: one join for candidates, one comparison with each, its own twenty rows, and the few
older lists that take it in. Twice is the same as once.
"""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import groupby

from django.db import transaction
from django.db.models import Count, Min, Q

from articles import ranking
from articles.candidates import candidates
from articles.models import Article, ArticleTerm, ArticleVector, RelatedLink, RelatedRule
from articles.ranking import Backlink, Entry, Link, Match
from articles.related_policy import policy_of, span
from articles.services.frequencies import articles_counted, frequencies_of, outgrown
from articles.services.steering import steering
from articles.services.tones import settle_tone
from articles.terms import TOKENISER_VERSION, base_language, count_terms
from articles.vectors import Frequencies, Vector, moved, packed, probes, signature, unpacked, weigh
from newsroom.kernel import outbox

RECALLED = 200
READINGS = 3


def relate(article_pk: int, now: datetime, *, anew: bool = False) -> bool:
    """Brings links up to date after a publication or an edit; False where nothing had to change.

    An article that is not public loses its links. ``anew``: also where the text has not moved.
    What was read is compared again under the article's lock, and read anew where it has changed:
    the later of two edits has the last word.
    """
    for _ in range(READINGS):
        outcome = related_as_read(article_pk, now, anew)
        if outcome is not None:
            return outcome
    raise Overtaken(f"article {article_pk} changed {READINGS} times while it was read")


class Overtaken(Exception):
    """The article changes faster than it is read; the outbox comes back to it."""


def related_as_read(article_pk: int, now: datetime, anew: bool) -> bool | None:
    """None where the article changed meanwhile."""
    row = Article.objects.select_related("site", "section").filter(pk=article_pk).first()
    if row is None:
        return False
    if not row.is_public(now):
        return unrelate(article_pk, now)
    language = base_language(row.language)
    epoch, figures = frequencies_of(row.site_id, language)
    vector = weigh(count_terms(row.title, row.summary, row.body, row.language), figures)
    entry = entry_of(row, vector, tags_of_articles([row.pk]).get(row.pk, frozenset()))
    anew |= settle_tone(row, entry.tags)
    if holds(row, entry) and not anew:
        return False
    return link(row, entry, figures, now, epoch=epoch) or None


def count_anew(site_pk: int, language: str, figures: Frequencies, now: datetime) -> None:
    """A young site outgrows its figures every few articles: promised once at a time."""
    subject = f"{site_pk}:{language}"
    if outgrown(site_pk, language, figures) and not outbox.waits("articles.outgrown", subject):
        outbox.record("articles.outgrown", subject, now=now)


def place(row: Article, entry: Entry, epoch: int, figures: Frequencies) -> bool:
    """Stores the vector and the terms it is found by; False where the stored one still holds."""
    if holds(row, entry):
        return False
    with transaction.atomic():
        store(row, entry, epoch, figures)
    return True


def holds(row: Article, entry: Entry) -> bool:
    """Whether the stored vector and facts are still the article's."""
    known = ArticleVector.objects.filter(pk=row.pk).first()
    if known is None or known.facts != facts_of(entry):
        return False
    return still_holds(known, entry.vector)


def store(row: Article, entry: Entry, epoch: int, figures: Frequencies) -> None:
    ArticleVector.objects.update_or_create(
        article=row,
        defaults={
            "site_id": row.site_id,
            "language": entry.vector.language,
            "tokeniser_version": TOKENISER_VERSION,
            "epoch": epoch,
            "terms": packed(entry.vector),
            "facts": facts_of(entry),
        },
    )
    ArticleTerm.objects.filter(article=row).delete()
    terms = signature(entry.vector, figures)
    ArticleTerm.objects.bulk_create(
        ArticleTerm(site_id=row.site_id, term=term, article=row, weight=weight)
        for term, weight in terms.items()
    )


def still_holds(known: ArticleVector, vector: Vector) -> bool:
    if known.tokeniser_version != TOKENISER_VERSION:
        return False
    try:
        return not moved(unpacked(bytes(known.terms)), vector)
    except ValueError:  # an older format: to be replaced
        return False


def facts_of(entry: Entry) -> str:
    """A digest of all but the text that links depend on."""
    facts = (entry.published_at, sorted(entry.tags), entry.authors)
    return hashlib.sha256(repr(facts).encode()).hexdigest()[:32]


def link(
    row: Article, entry: Entry, figures: Frequencies, now: datetime, *, epoch: int | None = None
) -> bool:
    """Writes the article's list and its place in the lists of others; with ``epoch`` its vector
    too, all or nothing: a worker that dies between the two would leave an article that looks
    done and has no links. False where the article is no longer as it was read."""
    found = compared(row, entry, figures, now)
    back = list(ranking.backlinks(found))
    with transaction.atomic():
        owners = lock([row.pk, *(b.owner for b in back)])
        if epoch is not None:
            if not Article.objects.filter(pk=row.pk, changed=row.changed).exists():
                return False
            store(row, entry, epoch, figures)
            count_anew(row.site_id, entry.vector.language, figures, now)
        # Asked only now: an editor who held the row before has had the last word.
        steer = steering(row, [match.other.id for match in found], now)
        write(row.pk, steer.chosen(found, now))
        leave(steer.shut, row.pk)
        take_in([b for b in back if b.owner in owners - steer.shut], row.pk)
        recall(row, now)
    return True


def compared(row: Article, entry: Entry, figures: Frequencies, now: datetime) -> list[Match]:
    known = articles_counted(row.site_id, entry.vector.language)
    when = span(policy_of(row.site.settings), row.public_at, now)
    pks = candidates(row.site_id, row.pk, probes(entry.vector, figures, known), span=when)
    return ranking.matches(entry, entries(pks))


def leave(owners: Iterable[int], article_pk: int) -> None:
    """Lists that may not hold the article any more, unless an editor has pinned it there."""
    links = RelatedLink.objects.filter(article_id__in=owners, other_id=article_pk)
    links.exclude(source="pin").delete()


def recall(row: Article, now: datetime) -> None:
    """An article that comes back takes the places where it is pinned."""
    pinned = RelatedRule.objects.filter(other=row, kind=RelatedRule.Kind.PIN)
    missing = pinned.exclude(article__related__other=row).values_list("article_id", flat=True)
    if owners := list(missing[:RECALLED]):
        outbox.record("related.relist", row.site_id, payload={"articles": owners}, now=now)


def lock(pks: Iterable[int]) -> set[int]:
    """Whoever rewrites a list holds its article's row; always in one order, so none waits for
    another in a circle. SQLite has one writer at a time anyway."""
    rows = Article.objects.filter(pk__in=set(pks)).order_by("pk").select_for_update(no_key=True)
    return set(rows.values_list("pk", flat=True))


def write(article_pk: int, links: Sequence[Link]) -> None:
    RelatedLink.objects.filter(article_id=article_pk).delete()
    RelatedLink.objects.bulk_create(rows_of(article_pk, links))


def rows_of(article_pk: int, links: Sequence[Link]) -> list[RelatedLink]:
    return [
        RelatedLink(
            article_id=article_pk,
            position=position,
            other_id=link.other,
            score=link.score,
            about=list(link.about),
            tags=list(link.tags),
            source=link.source,
        )
        for position, link in enumerate(links)
    ]


def take_in(back: Sequence[Backlink], new: int) -> None:
    """The older lists that change by the article ``new``: rewritten in two statements."""
    touched = would_change(back, new)
    changing = [b for b in back if b.owner in touched]
    lists = stored_lists(b.owner for b in changing)
    changed: dict[int, list[Link]] = {}
    for backlink in changing:
        kept = lists.get(backlink.owner, [])
        after = ranking.insertion(kept, backlink.link, backlink.replaces)
        if after is not None:
            changed[backlink.owner] = after
    RelatedLink.objects.filter(article_id__in=changed).delete()
    RelatedLink.objects.bulk_create(
        row for owner, links in changed.items() for row in rows_of(owner, links)
    )


def would_change(back: Sequence[Backlink], new: int) -> set[int]:
    """The lists that are short, or end with something worse, or hold what is to be replaced:
    most lists need not be read for a link that would be their twenty-first."""
    rows = RelatedLink.objects.filter(article_id__in=[b.owner for b in back]).order_by()
    full = rows.values("article_id").annotate(size=Count("id"), worst=Min("score"))
    ends = {row["article_id"]: row["worst"] for row in full if row["size"] >= ranking.KEPT}
    told_of = {new, *(other for b in back for other in b.replaces)}
    holding = set(rows.filter(other_id__in=told_of).values_list("article_id", flat=True))
    better = {b.owner for b in back if b.score > ends.get(b.owner, -1.0)}
    return better | holding


def stored_lists(owners: Iterable[int]) -> dict[int, list[Link]]:
    rows = RelatedLink.objects.filter(article_id__in=list(owners)).order_by(
        "article_id", "position"
    )
    return {
        owner: [stored_link(row) for row in group]
        for owner, group in groupby(rows, key=lambda row: row.article_id)
    }


def stored_link(row: RelatedLink) -> Link:
    return Link(row.other_id, row.score, row.source, tuple(row.about), tuple(row.tags))


def entries(pks: Sequence[int]) -> list[Entry]:
    """What ranking knows of these articles: two queries, whatever their number."""
    tags = tags_of_articles(pks)
    rows = ArticleVector.objects.filter(pk__in=pks, article__public_at__isnull=False)
    rows = rows.select_related("article").defer("article__body", "article__summary")
    found = []
    for row in rows:
        try:
            vector = unpacked(bytes(row.terms))
        except ValueError:
            continue
        found.append(entry_of(row.article, vector, tags.get(row.pk, frozenset())))
    return found


def entry_of(row: Article, vector: Vector, tags: frozenset[str]) -> Entry:
    return Entry(
        id=row.pk,
        vector=vector,
        published_at=row.public_at,
        tags=tags,
        authors=tuple(row.authors),
        liveliness=row.liveliness,
    )


def tags_of_articles(pks: Sequence[int]) -> dict[int, frozenset[str]]:
    pairs = Article.tags.through.objects.filter(article_id__in=pks)
    found: dict[int, set[str]] = {}
    for article, tag in pairs.values_list("article_id", "tag__name"):
        found.setdefault(article, set()).add(tag)
    return {article: frozenset(names) for article, names in found.items()}


def unrelate(article_pk: int, now: datetime) -> bool:
    """Takes an article out of all lists. Lists that fall short of what is shown are made anew."""
    with transaction.atomic():
        ArticleTerm.objects.filter(article_id=article_pk).delete()
        ArticleVector.objects.filter(article_id=article_pk).delete()
        owners = list(
            RelatedLink.objects.filter(other_id=article_pk).values_list("article_id", flat=True)
        )
        RelatedLink.objects.filter(Q(other_id=article_pk) | Q(article_id=article_pk)).delete()
        for owner in short(owners):
            if not outbox.waits("related.short", owner):
                outbox.record("related.short", owner, now=now)
    return bool(owners)


def short(owners: Sequence[int]) -> list[int]:
    """Those whose list has fewer links than are shown."""
    left: dict[int, int] = dict.fromkeys(owners, 0)
    for owner in RelatedLink.objects.filter(article_id__in=owners).values_list(
        "article_id", flat=True
    ):
        left[owner] += 1
    return [owner for owner, count in left.items() if count < ranking.SHOWN]
