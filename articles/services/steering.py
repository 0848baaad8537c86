"""steering: what editors, the site's policy and readers' clicks say of one article's links."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from articles.arms import arm_of
from articles.click_rates import Count, factor, position_rates
from articles.models import Article, ClickCount, Experiment, PositionCount, RelatedRule
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
    policy = policy_of(row.site.settings)
    rules = rules_about(row, others)
    pins = [rule.other_id for rule in rules if rule.kind == Kind.PIN and rule.article_id == row.pk]
    together = paired_bans(row, rules)
    nowhere = {rule.article_id for rule in rules if rule.kind == Kind.BAN and rule.other_id is None}
    off = {rule.article_id for rule in rules if rule.kind == Kind.OFF}
    here, there = barred_pairs(row, others, policy, now)
    way = experiment_way(row)
    return Steering(
        rules=Rules(
            pins=tuple(pin for pin in pins if pin is not None),
            bans=frozenset(together | nowhere | (here.keys() - set(pins))),
            per_author=1 if way == Experiment.Way.ONE_PER_AUTHOR else 0,
            clicks=click_factors(row, policy, way),
        ),
        off=row.pk in off,
        older=way != Experiment.Way.NO_OLDER,
        shut=frozenset(others if row.pk in nowhere else together | off | there.keys()),
        barred=here,
    )


def rules_about(row: Article, others: Sequence[int]) -> list[RelatedRule]:
    """The article's own, those that name it, and those on any of ``others`` as such."""
    alone = Q(other=None, article__in=[row.pk, *others])
    return list(RelatedRule.objects.filter(Q(article=row) | Q(other=row) | alone))


def paired_bans(row: Article, rules: Iterable[RelatedRule]) -> set[int]:
    return {
        rule.other_id if rule.article_id == row.pk else rule.article_id
        for rule in rules
        if rule.kind == Kind.BAN and rule.other_id is not None
    }


def barred_pairs(
    row: Article, others: Sequence[int], policy: RelatedPolicy, now: datetime
) -> tuple[dict[int, str], dict[int, str]]:
    """Why the policy keeps each of ``others`` out of the list of ``row``, and ``row`` out of
    theirs."""
    excluded = settings_of(row.site.settings).excluded_sections
    if not (row.tone or policy.most_days_apart or policy.most_days_old or excluded):
        return {}, {}
    own = Facts(row.tone, row.public_at, row.section.slug if row.section else "")
    here, there = {}, {}
    for pk, other in facts_of_articles(others).items():
        if reason := barred(policy, excluded, own, other, now):
            here[pk] = reason
        if reason := barred(policy, excluded, other, own, now):
            there[pk] = reason
    return here, there


def facts_of_articles(pks: Sequence[int]) -> dict[int, Facts]:
    rows = Article.objects.filter(pk__in=pks)
    return {
        pk: Facts(tone, public_at, slug or "")
        for pk, tone, public_at, slug in rows.values_list(
            "pk", "tone", "public_at", "section__slug"
        )
    }


def experiment_way(row: Article) -> str:
    """In which other way an experiment has this article's list made; empty for the usual one."""
    running = Experiment.objects.filter(site_id=row.site_id, ended=None).first()
    return running.way if running and arm_of(row.pk, running.pk) == "b" else ""


def click_factors(row: Article, policy: RelatedPolicy, way: str = "") -> dict[int, float]:
    """What readers' clicks make of each of the article's links."""
    if not policy.count_clicks or way == Experiment.Way.WITHOUT_CLICKS:
        return {}
    counts: dict[int, list[Count]] = {}
    rows = ClickCount.objects.filter(article=row)
    for other, *count in rows.values_list("other_id", "position", "shown", "clicked"):
        counts.setdefault(other, []).append(Count(*count))
    if not counts:
        return {}
    rates = usual_rates(row.site_id)
    return {other: factor(of_other, rates) for other, of_other in counts.items()}


def usual_rates(site_pk: int) -> dict[int, float]:
    totals = PositionCount.objects.filter(site_id=site_pk)
    return position_rates(
        Count(*total) for total in totals.values_list("position", "shown", "clicked")
    )
