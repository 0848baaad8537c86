"""steering: what editors, the site's policy and readers' clicks say of one article's links."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from articles.arms import arm_of
from articles.click_rates import Count, factor, position_rates
from articles.models import Article, ClickCount, Experiment, OneOf, PositionCount, RelatedRule
from articles.ranking import Link, Match, Rules, links
from articles.related_policy import Facts, RelatedPolicy, barred, policy_of
from articles.site_settings import settings_of

Kind = RelatedRule.Kind


@dataclass(frozen=True)
class Steering:
    """``shut``: whose lists must not take the article in. ``older``: whether one place is kept for
    an older article. ``barred``: why the policy keeps a link out, by its article."""

    rules: Rules
    off: bool
    older: bool
    shut: frozenset[int]
    barred: dict[int, str]

    def chosen(self, found: Sequence[Match], now: datetime) -> list[Link]:
        """The article's list, made of the pairs that were found alike."""
        return [] if self.off else links(found, self.rules, now if self.older else None)


def steering(row: Article, others: Sequence[int], now: datetime) -> Steering:
    """Of the list of ``row``, for which ``others`` are the candidates."""
    return steering_of_many([(row, others)], now)[row.pk]


def steering_of_many(
    asked: Sequence[tuple[Article, Sequence[int]]], now: datetime
) -> dict[int, Steering]:
    """The same for many articles of one site, by article, in as many queries as for one."""
    if not asked:
        return {}
    site, rows = asked[0][0].site, [row for row, _ in asked]
    settings = Settings(
        policy=policy_of(site.settings),
        excluded=settings_of(site.settings).excluded_sections,
        running=Experiment.objects.filter(site=site, ended=None).first(),
    )
    rules = rules_about(rows)
    facts = facts_wanted(asked, settings)
    counts = click_counts(rows) if settings.policy.count_clicks else {}
    rates = usual_rates(site.pk) if counts else {}
    return {
        row.pk: _steering(
            row, others, rules.about(row.pk, others), settings, facts, counts, rates, now
        )
        for row, others in asked
    }


@dataclass(frozen=True)
class Settings:
    """What the articles of one site have in common."""

    policy: RelatedPolicy
    excluded: tuple[str, ...]
    running: Experiment | None

    def way(self, article_pk: int) -> str:
        """In which other way an experiment has this article's list made; empty for the usual."""
        running = self.running
        return running.way if running and arm_of(article_pk, running.pk) == "b" else ""


def _steering(
    row: Article,
    others: Sequence[int],
    rules: Sequence[RelatedRule],
    settings: Settings,
    facts: Mapping[int, Facts],
    counts: Mapping[int, Mapping[int, list[Count]]],
    rates: Mapping[int, float],
    now: datetime,
) -> Steering:
    pins = [rule.other_id for rule in rules if rule.kind == Kind.PIN and rule.article_id == row.pk]
    together = paired_bans(row, rules)
    nowhere = {rule.article_id for rule in rules if rule.kind == Kind.BAN and rule.other_id is None}
    off = {rule.article_id for rule in rules if rule.kind == Kind.OFF}
    here, there = barred_pairs(row, others, settings, facts, now)
    way = settings.way(row.pk)
    clicked = {} if way == Experiment.Way.WITHOUT_CLICKS else counts.get(row.pk, {})
    return Steering(
        rules=Rules(
            pins=tuple(pin for pin in pins if pin is not None),
            bans=frozenset(together | nowhere | (here.keys() - set(pins))),
            per_author=1 if way == Experiment.Way.ONE_PER_AUTHOR else 0,
            clicks={other: factor(of_other, rates) for other, of_other in clicked.items()},
        ),
        off=row.pk in off,
        older=way != Experiment.Way.NO_OLDER,
        shut=frozenset(others if row.pk in nowhere else together | off | there.keys()),
        barred=here,
    )


@dataclass(frozen=True)
class RulesAbout:
    """Editors' rules by the articles they are about."""

    named: Mapping[int, Sequence[RelatedRule]]
    alone: Mapping[int, Sequence[RelatedRule]]

    def about(self, pk: int, others: Iterable[int]) -> list[RelatedRule]:
        """The article's own, those that name it, and those on any of ``others`` as such."""
        rules = [*self.named.get(pk, ()), *self.alone.get(pk, ())]
        return rules + [rule for other in others for rule in self.alone.get(other, ())]


def rules_about(rows: Sequence[Article]) -> RulesAbout:
    pks = [row.pk for row in rows]
    pairs = RelatedRule.objects.filter(Q(article__in=pks) | Q(other__in=pks), other__isnull=False)
    named: dict[int, list[RelatedRule]] = {}
    for rule in pairs:
        for pk in {rule.article_id, rule.other_id or rule.article_id}:
            named.setdefault(pk, []).append(rule)
    alone: dict[int, list[RelatedRule]] = {}
    # All of the site: there are few of them, and thousands of candidates to ask for.
    of_site = RelatedRule.objects.filter(other=None, article__site=rows[0].site_id)
    for rule in of_site.filter(kind__in=[Kind.BAN, Kind.OFF]):
        alone.setdefault(rule.article_id, []).append(rule)
    return RulesAbout(named, alone)


def paired_bans(row: Article, rules: Iterable[RelatedRule]) -> set[int]:
    return {
        rule.other_id if rule.article_id == row.pk else rule.article_id
        for rule in rules
        if rule.kind == Kind.BAN and rule.other_id is not None
    }


def facts_wanted(
    asked: Sequence[tuple[Article, Sequence[int]]], settings: Settings
) -> dict[int, Facts]:
    """The facts of the candidates of those articles that the policy may keep something from."""
    pks = {pk for row, others in asked if has_limits(row, settings) for pk in others}
    return facts_of_articles(pks) if pks else {}


def has_limits(row: Article, settings: Settings) -> bool:
    policy = settings.policy
    return bool(row.tone or policy.most_days_apart or policy.most_days_old or settings.excluded)


def barred_pairs(
    row: Article,
    others: Sequence[int],
    settings: Settings,
    facts: Mapping[int, Facts],
    now: datetime,
) -> tuple[dict[int, str], dict[int, str]]:
    """Why the policy keeps each of ``others`` out of the list of ``row``, and ``row`` out of
    theirs."""
    if not has_limits(row, settings):
        return {}, {}
    policy, excluded = settings.policy, settings.excluded
    own = Facts(row.tone, row.public_at, row.section.slug if row.section else "")
    here, there = {}, {}
    for pk in others:
        other = facts.get(pk)
        if other is None:
            continue
        if reason := barred(policy, excluded, own, other, now):
            here[pk] = reason
        if reason := barred(policy, excluded, other, own, now):
            there[pk] = reason
    return here, there


def facts_of_articles(pks: Collection[int]) -> dict[int, Facts]:
    rows = Article.objects.filter(OneOf("articles_article.id", pks))
    return {
        pk: Facts(tone, public_at, slug or "")
        for pk, tone, public_at, slug in rows.values_list(
            "pk", "tone", "public_at", "section__slug"
        )
    }


def click_counts(rows: Sequence[Article]) -> dict[int, dict[int, list[Count]]]:
    """What readers were shown and chose: by article, then by link."""
    counts: dict[int, dict[int, list[Count]]] = {}
    found = ClickCount.objects.filter(article__in=[row.pk for row in rows])
    for article, other, *count in found.values_list(
        "article_id", "other_id", "position", "shown", "clicked"
    ):
        counts.setdefault(article, {}).setdefault(other, []).append(Count(*count))
    return counts


def usual_rates(site_pk: int) -> dict[int, float]:
    totals = PositionCount.objects.filter(site_id=site_pk)
    return position_rates(
        Count(*total) for total in totals.values_list("position", "shown", "clicked")
    )
