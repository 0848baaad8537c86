"""Changes of a list of rules by its parts: a rule is added, taken out, or put into the shadow. All
else, comments of the list and their places too, stays as it was written."""

import difflib
import re
from dataclasses import dataclass

from comments.rules.errors import RuleError
from comments.rules.lines import ACTIONS, rules_of

_SHADOW = re.compile(r"(\s*)shadow\s+", re.IGNORECASE)
_NEEDS_QUOTES = re.compile(r"(?:^|\s)when\s|\s\+\s|^domain:", re.IGNORECASE)


@dataclass(frozen=True)
class NewRules:
    """What a form says. Each of ``words`` and ``domains`` becomes a rule of its own, and they share
    the ``conditions``; without either, the conditions are one rule."""

    action: str
    words: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    shadow: bool = False


@dataclass(frozen=True)
class Change:
    """A line that is there before (``-``) or after (``+``) alone."""

    sign: str
    line: str


def lines_for(wanted: NewRules) -> list[str]:
    """Raises RuleError where nothing is said, or something that is no rule."""
    if wanted.action not in ACTIONS:
        raise RuleError("Say what shall happen: hold, reject or spam.")
    terms = [_quoted(word) for word in wanted.words]
    terms += [f"domain:{host.strip().removeprefix('domain:')}" for host in wanted.domains]
    head = f"{'shadow ' if wanted.shadow else ''}{wanted.action}:"
    tail = f" when {', '.join(wanted.conditions)}" if wanted.conditions else ""
    if not terms and not tail:
        raise RuleError("Say what to look for.")
    lines = [f"{head} {term}{tail}" for term in terms] or [f"{head}{tail}"]
    rules_of("\n".join(lines))
    return lines


def _quoted(word: str) -> str:
    plain = word.strip()
    return f'"{plain}"' if _NEEDS_QUOTES.search(plain) and '"' not in plain else plain


def with_lines(text: str, lines: list[str]) -> str:
    return "\n".join([*text.rstrip("\n").splitlines(), *lines])


def without(text: str, key: str) -> str:
    """Raises RuleError where no rule of the list has that key."""
    at, lines = _found(text, key)
    return "\n".join(lines[:at] + lines[at + 1 :])


def in_shadow(text: str, key: str, shadow: bool) -> str:
    """The rule measured alone, or in force again. Raises RuleError as ``without``."""
    at, lines = _found(text, key)
    plain = _SHADOW.sub(r"\1", lines[at], count=1)
    lines[at] = f"shadow {plain}" if shadow else plain
    return "\n".join(lines)


def _found(text: str, key: str) -> tuple[int, list[str]]:
    for rule in rules_of(text):
        if rule.key == key:
            return rule.line - 1, text.splitlines()
    raise RuleError("This rule is in the list no more.")


def changes(before: str, after: str) -> list[Change]:
    """In the order of the list."""
    compared = difflib.unified_diff(before.splitlines(), after.splitlines(), n=0, lineterm="")
    lines = [line for line in list(compared)[2:] if not line.startswith("@@")]
    return [Change(line[0], line[1:]) for line in lines]
