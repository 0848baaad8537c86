"""tones: an article's tone as the site's lists or an editor say, kept with the article so that a
read compares two words and asks for nothing."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from articles.models import Article, RelatedRule, Site
from articles.related_policy import policy_of
from articles.services.announce import renew
from articles.services.entries import tags_of_articles
from articles.tone import Subjects, tone_of
from newsroom.kernel import outbox

BY_HAND = {
    RelatedRule.Kind.SENSITIVE.value: "sensitive",
    RelatedRule.Kind.LIGHT.value: "light",
    RelatedRule.Kind.PLAIN.value: "",
}
RETONED_AT_ONCE = 1000
RELISTED_AT_ONCE = 100


def settle_tone(row: Article, tags: Iterable[str]) -> bool:
    """Brings the tone of one article up to date; whether it changed."""
    subjects, by_hand = policy_of(row.site.settings).subjects, tones_by_hand([row.pk])
    tone = by_hand[row.pk] if row.pk in by_hand else tone_by_lists(row, subjects, tags)
    if tone == row.tone:
        return False
    row.tone = tone
    Article.objects.filter(pk=row.pk).update(tone=tone)
    return True


def settle_tones(
    site: Site, rows: Sequence[Article], tags: Mapping[int, Iterable[str]]
) -> set[int]:
    """The same for many articles of one site; those whose tone changed."""
    subjects, by_hand = policy_of(site.settings).subjects, tones_by_hand([row.pk for row in rows])
    changed: dict[str, set[int]] = {}
    for row in rows:
        tone = by_hand.get(row.pk)
        if tone is None:
            tone = tone_by_lists(row, subjects, tags.get(row.pk, ()))
        if tone != row.tone:
            row.tone = tone
            changed.setdefault(tone, set()).add(row.pk)
    for tone, found in changed.items():
        Article.objects.filter(pk__in=found).update(tone=tone)
    return {pk for found in changed.values() for pk in found}


def tone_by_lists(row: Article, subjects: Subjects, tags: Iterable[str]) -> str:
    return tone_of(
        subjects,
        title=row.title,
        summary=row.summary,
        language=row.language,
        tags=tags,
        section=row.section.slug if row.section else "",
    )


def tones_by_hand(pks: Sequence[int]) -> dict[int, str]:
    rules = RelatedRule.objects.filter(article__in=pks, other=None, kind__in=BY_HAND)
    return {pk: BY_HAND[kind] for pk, kind in rules.values_list("article_id", "kind")}


def retone(site: Site, after: int, now: datetime) -> None:
    """The next batch of a site's articles, after its lists of subjects have changed. What is left
    is promised, and so are the lists of those whose tone is another now."""
    rows = Article.objects.filter(site=site, pk__gt=after, public_at__isnull=False)
    rows = rows.select_related("section").defer("body").order_by("pk")
    batch = list(rows[:RETONED_AT_ONCE])
    changed = sorted(settle_tones(site, batch, tags_of_articles([row.pk for row in batch])))
    for start in range(0, len(changed), RELISTED_AT_ONCE):
        part = changed[start : start + RELISTED_AT_ONCE]
        outbox.record("related.relist", site.pk, payload={"articles": part}, now=now)
    if changed:
        renew(site.pk)
    if len(batch) == RETONED_AT_ONCE:
        outbox.record("related.policy", site.pk, payload={"after": batch[-1].pk}, now=now)
