"""A folder put away as JSON, and taken out again to be judged once more.

The words are not put away a second time: they stand in the comment and its revisions, and end
with them. A digest says whether they are still the ones that were judged.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, TypeVar

from comments.pipeline.case import Address, Case, Missing, Rules
from comments.pipeline.judge import PIPELINE

T = TypeVar("T", Rules, Address)
WORDS = ("text", "name", "website", "links")
APART = (*WORDS, "rules", "evidence")


@dataclass(frozen=True)
class Words:
    """What the author wrote, in one revision."""

    text: str
    name: str
    website: str
    links: tuple[str, ...]


class NotReplayable(Exception):
    """Why a stored decision cannot be judged again, in a sentence."""


def facts_of(case: Case) -> dict[str, Any]:
    """All of the folder but words, rules and evidence, as JSON."""
    facts = {f.name: getattr(case, f.name) for f in fields(case) if f.name not in APART}
    address = asdict(case.address)
    return {**facts, "address": address, "words": digest(words_of(case)), "pipeline": PIPELINE}


def evidence_of(case: Case) -> dict[str, Any]:
    """Each scorer's answer as JSON: ``{"value": …}`` or ``{"missing": why}``."""
    return {
        name: {"missing": answer.why} if isinstance(answer, Missing) else {"value": answer}
        for name, answer in case.evidence.items()
    }


def words_of(case: Case) -> Words:
    return Words(*(getattr(case, name) for name in WORDS))


def case_from(
    words: Words, rules: Mapping[str, Any], facts: Mapping[str, Any], evidence: Mapping[str, Any]
) -> Case:
    """The folder as it was. Raises NotReplayable where it cannot be had."""
    if facts.get("pipeline") != PIPELINE:
        raise NotReplayable(f"It was judged by pipeline {facts.get('pipeline')}, not {PIPELINE}.")
    if facts.get("words") != digest(words):
        raise NotReplayable("The words that were judged are no longer there.")
    known = {f.name for f in fields(Case)} - {*APART, "address"}
    return Case(
        **asdict(words) | {"links": words.links},
        **{name: value for name, value in facts.items() if name in known},
        rules=_restored(Rules, rules),
        evidence={name: _answer(kept) for name, kept in evidence.items()},
        address=_restored(Address, facts.get("address", {})),
    )


def rules_as_json(rules: Rules) -> dict[str, Any]:
    kept: dict[str, Any] = json.loads(json.dumps(asdict(rules)))
    return kept


def digest(value: Words | Mapping[str, Any]) -> str:
    plain = asdict(value) if isinstance(value, Words) else value
    written = json.dumps(plain, sort_keys=True).encode("utf-8", "surrogatepass")
    return hashlib.sha256(written).hexdigest()


def _answer(kept: Mapping[str, Any]) -> Any:
    return Missing(kept["missing"]) if "missing" in kept else kept["value"]


def _restored(kind: type[T], kept: Mapping[str, Any]) -> T:
    """JSON knows no tuples; a field that came later takes its default."""
    names = {f.name for f in fields(kind)}
    values: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in kept.items()
        if name in names
    }
    return kind(**values)
