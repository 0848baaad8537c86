"""How the scorer does on a stream of labelled comments, each judged before its label is learned."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from time import perf_counter_ns
from typing import Any

from comments.learning.apprentice import Apprentice
from comments.learning.facts import Facts
from comments.learning.prior import prior

_SPAM = frozenset({"1", "spam", "true", "removed"})
_GOOD = frozenset({"0", "ham", "good", "false", "approved", "published"})


def evaluate(rows: Iterable[dict[str, Any]], learn: int, seed: int = 0) -> Iterator[dict[str, Any]]:
    """For each row, in order, `{id, score, decision, micros}`; only the first `learn` labels teach.

    Rows are `{id, text, name?, email?, url?, label, created_at?}`, label 1 for spam. `score` is the
    probability of spam, `decision` one of publish, hold, spam, `micros` the cost of features and
    score. A row without a readable label is judged and teaches nothing.
    """
    apprentice = Apprentice(prior(), seed=seed)
    authors = _Authors()
    for number, row in enumerate(rows):
        if number == learn:
            apprentice.catch_up()
        text = _text(row, "text")
        facts = authors.facts(row)
        started = perf_counter_ns()
        judgement = apprentice.judge(text, facts)
        micros = (perf_counter_ns() - started) // 1_000
        yield {
            "id": row.get("id"),
            "score": judgement.probability,
            "decision": judgement.word.value,
            "micros": micros,
        }
        label = read_label(row.get("label"))
        if number < learn and label is not None:
            apprentice.learn(text, judgement, label)
            authors.learn(row, label)


def read_label(value: object) -> bool | None:
    """True for spam; None for what says neither."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    word = str(value).strip().lower()
    if word in _SPAM:
        return True
    return False if word in _GOOD else None


class _Authors:
    """What moderators have said of each author so far."""

    def __init__(self) -> None:
        self._approved: Counter[str] = Counter()
        self._removed: Counter[str] = Counter()

    def facts(self, row: Mapping[str, Any]) -> Facts:
        key, mail = self._key(row), _text(row, "email")
        # A count of nought is left out: once learning ends no new author can ever have another.
        return Facts(
            name=_text(row, "name"),
            website=_text(row, "url"),
            mail_domain=mail.rpartition("@")[2] if "@" in mail else "",
            approvals=self._approved[key] or None,
            removals=self._removed[key] or None,
        )

    def learn(self, row: Mapping[str, Any], label: bool) -> None:
        if key := self._key(row):
            (self._removed if label else self._approved)[key] += 1

    @staticmethod
    def _key(row: Mapping[str, Any]) -> str:
        return (_text(row, "email") or _text(row, "name")).strip().lower()


def _text(row: Mapping[str, Any], field: str) -> str:
    value = row.get(field)
    return value if isinstance(value, str) else ""
