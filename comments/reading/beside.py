"""What stands beside a comment on its card: what was said before it, what is like it, and where in
its words the findings come from. A fixed number of questions, however many cards."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, Subquery

from comments import text
from comments.models import Comment, Evidence
from comments.reading.explained import LEAST_WEIGHT

SHOWN = 300
TAIL, TAIL_OF_MANY = 3, 2
SIMILAR = 3


@dataclass(frozen=True)
class Spoke:
    """``text.plain(body)[start:end]`` drove a finding: ``rule`` is the line that spoke; '' the
    learned score, with the weight that it gave."""

    start: int
    end: int
    rule: str = ""
    weight: float = 0.0


@dataclass(frozen=True)
class Similar:
    pk: int
    name: str
    status: str
    words: str


def said_before(comments: Sequence[Comment]) -> dict[int, tuple[tuple[str, str], ...]]:
    """By one walk along the thread's index a place; top-level comments and replies apart, since no
    database finds NULL by equality."""
    most = TAIL if len(comments) == 1 else TAIL_OF_MANY
    near = dict[int, list[int]]()
    for parent in ({"parent": None}, {"parent": OuterRef("parent")}):
        pks = [one.pk for one in comments if (one.parent_id is None) is (None in parent.values())]
        if pks:
            near |= _nearest(pks, parent, most)
    rows = Comment.objects.visible().only("name", "body")
    said = rows.in_bulk({pk for one in near.values() for pk in one})
    return {
        pk: tuple(
            (said[one].name, shortened(text.plain(said[one].body))) for one in before if one in said
        )
        for pk, before in near.items()
    }


def _nearest(pks: list[int], parent: Mapping[str, Any], most: int) -> dict[int, list[int]]:
    before = Comment.objects.visible().filter(
        thread=OuterRef("thread"), listed=True, created_at__lte=OuterRef("created_at"), **parent
    )
    before = before.exclude(pk=OuterRef("pk")).order_by("-created_at", "-id")
    places = {f"near_{n}": Subquery(before.values("pk")[n : n + 1]) for n in range(most)}
    rows = Comment.objects.filter(pk__in=pks).annotate(**places)
    return {
        pk: [one for one in reversed(found) if one is not None]
        for pk, *found in rows.values_list("pk", *places)
    }


def answers_about(comments: Sequence[Comment]) -> dict[int, dict[str, Evidence]]:
    """What checks said of the words as they are, by comment and check."""
    rows = Evidence.objects.filter(
        comment__in=comments,
        scorer__in=("lists", "learned_spam", "repeats"),
        state=Evidence.State.OK,
    )
    revisions = {one.pk: one.revision for one in comments}
    found: dict[int, dict[str, Evidence]] = defaultdict(dict)
    for row in rows:
        if row.revision == revisions[row.comment_id]:
            found[row.comment_id][row.scorer] = row
    return found


def spoken(
    findings: Iterable[Mapping[str, Any]], answers: Mapping[str, Evidence]
) -> Iterator[Spoke]:
    """Where in the words stands what led to these findings."""
    reasons = {one.get("reason") for one in findings}
    if "listed_word" in reasons and "lists" in answers:
        yield from _by_rules(answers["lists"].value)
    if "like_spam" in reasons and "learned_spam" in answers:
        yield from _by_score(answers["learned_spam"].details)


def _by_rules(value: Any) -> Iterator[Spoke]:
    for hit in value["hits"]:
        if hit["field"] == "body" and hit["span"] and not hit["shadow"]:
            yield Spoke(hit["span"][0], hit["span"][1], rule=hit["text"])


def _by_score(details: Any) -> Iterator[Spoke]:
    for one in (details or {}).get("reasons", []):
        if one["span"] and one["weight"] >= LEAST_WEIGHT:
            yield Spoke(one["span"][0], one["span"][1], weight=one["weight"])


def similar(
    comments: Sequence[Comment], answers: Mapping[int, Mapping[str, Evidence]]
) -> dict[int, tuple[Similar, ...]]:
    """Those that its review found to repeat it, at its own site, as they stand now."""
    found = {
        pk: list((one["repeats"].details or {}).get("comments", []))
        for pk, one in answers.items()
        if "repeats" in one
    }
    pks = {pk for many in found.values() for pk in many}
    if not pks:
        return {}
    rows = Comment.objects.filter(pk__in=pks, thread__site=comments[0].thread.site_id)
    known = rows.filter(erased_at=None).only("name", "status", "body").in_bulk()
    return {
        pk: tuple(_as_similar(known[one]) for one in many if one in known)[:SIMILAR]
        for pk, many in found.items()
    }


def _as_similar(row: Comment) -> Similar:
    return Similar(row.pk, row.name, row.status, shortened(text.plain(row.body)))


def shortened(words: str) -> str:
    return words if len(words) <= SHOWN else f"{words[:SHOWN].rstrip()} …"
