"""A backtest and a rule's figure as JSON, for the API, the command and the panel alike."""

from dataclasses import asdict
from typing import Any

from comments.reading.backtest import Backtest
from comments.reading.rule_figures import RuleFigure
from comments.rules.precision import Precision


def as_json(found: Backtest) -> dict[str, Any]:
    return {
        "judged": found.judged,
        "skipped": found.skipped,
        "hits": found.hits,
        "agreed": found.agreed,
        "overturned": found.overturned,
        "precision": _precision(found.precision),
        "moved": [
            {"was": was, "would": would, "count": count}
            for (was, would), count in found.moved.most_common()
        ],
        "examples": [asdict(one) for one in found.examples],
        "seconds": found.seconds,
    }


def figure_as_json(figure: RuleFigure) -> dict[str, Any]:
    rule = figure.rule
    return {
        "rule": rule.key,
        "line": rule.line,
        "text": rule.text,
        "shadow": rule.shadow,
        "agreed": figure.precision.agreed,
        "overturned": figure.precision.overturned,
        "precision": _precision(figure.precision),
        "proposes_removal": figure.proposes_removal,
    }


def _precision(precision: Precision) -> dict[str, float] | None:
    if precision.share is None:
        return None
    return {name: round(getattr(precision, name), 4) for name in ("share", "low", "high")}
