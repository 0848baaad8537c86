"""The text that a moderator writes, a rule a line:

# what this is for
hold: casino
spam: "cheap pills" + domain:pills.example
reject: viagr* when new author, has link
shadow hold: when article older than 30 days, has link
"""

import hashlib
import re
from dataclasses import dataclass

from comments.rules.conditions import Condition, condition
from comments.rules.errors import RuleError
from comments.rules.patterns import Domain, Pattern, term

ACTIONS = ("hold", "reject", "spam")
MOST_RULES = 5_000
MOST_CHARACTERS = 200_000
LONGEST_LINE = 500
MOST_TERMS = 5
MOST_CONDITIONS = 8

_HEAD = re.compile(r"(?P<shadow>shadow\s+)?(?P<action>hold|reject|spam)\s*:", re.IGNORECASE)
_TERM = re.compile(r'\s*(?:"(?P<quoted>[^"]*)"|(?P<bare>.+?))(?P<next>\s+\+\s+|\s*$)')
_WHEN = re.compile(r"(?:^|\s)when\s", re.IGNORECASE)


@dataclass(frozen=True)
class Rule:
    """All of ``terms`` must be there and all of ``conditions`` hold. ``key`` names the rule in any
    version of the list, whether it is in the shadow or not."""

    key: str
    line: int
    action: str
    shadow: bool
    text: str
    terms: tuple[Pattern | Domain, ...]
    conditions: tuple[Condition, ...]


def rules_of(text: str) -> tuple[Rule, ...]:
    """Raises RuleError for the first line that is no rule. The same rule twice counts once."""
    if len(text) > MOST_CHARACTERS:
        raise RuleError(f"At most {MOST_CHARACTERS} characters of rules.")
    found: dict[str, Rule] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        try:
            rule = _rule(line.strip(), number)
        except RuleError as error:
            raise error.at(number) from None
        found.setdefault(rule.key, rule)
    if len(found) > MOST_RULES:
        raise RuleError(f"At most {MOST_RULES} rules.")
    return tuple(found.values())


def _rule(line: str, number: int) -> Rule:
    if len(line) > LONGEST_LINE:
        raise RuleError(f"A rule has at most {LONGEST_LINE} characters.")
    head = _HEAD.match(line)
    if head is None:
        raise RuleError("A rule begins with hold:, reject: or spam:, and may have shadow before.")
    action, rest = head["action"].lower(), line[head.end() :].strip()
    words, asked = _divided(rest)
    terms = _terms(words) if words else ()
    conditions = tuple(condition(part) for part in asked.split(",")) if asked else ()
    if not terms and not conditions:
        raise RuleError("Say what to look for.")
    if len(conditions) > MOST_CONDITIONS:
        raise RuleError(f"At most {MOST_CONDITIONS} conditions.")
    body = " ".join(rest.split())
    return Rule(
        _key(action, body),
        number,
        action,
        bool(head["shadow"]),
        f"{action}: {body}",
        terms,
        conditions,
    )


def _divided(rest: str) -> tuple[str, str]:
    """(the terms, the conditions): a "when" between quotes divides nothing."""
    for match in _WHEN.finditer(rest):
        if rest[: match.start()].count('"') % 2 == 0:
            return rest[: match.start()].strip(), rest[match.end() :].strip()
    return rest, ""


def _terms(words: str) -> tuple[Pattern | Domain, ...]:
    found, at = [], 0
    while at < len(words):
        match = _TERM.match(words, at)
        if match is None:
            raise RuleError("Between two terms stands a + with a space on either side.")
        said = match["bare"] if match["quoted"] is None else match["quoted"]
        found.append(term(said.strip()))
        at = match.end()
        if len(found) > MOST_TERMS:
            raise RuleError(f"At most {MOST_TERMS} terms in a rule.")
    return tuple(found)


def _key(action: str, body: str) -> str:
    return hashlib.sha256(f"{action}\0{body.casefold()}".encode()).hexdigest()[:12]
