"""One term of a rule: a word, a phrase, with ``*`` for any part of a word; or a domain.

Everything but ``*`` is plain text, ``(a+)+$`` too. There are no regular expressions: those that
people write for comments can take minutes over a line made for them.
"""

import re
from dataclasses import dataclass

from comments.learning.letters import Kind, kinds
from comments.rules.errors import RuleError
from comments.rules.readings import signs, whole, words_alone

LONGEST = 80  # characters
MOST_STARS = 3
_REGEX = re.compile(r"/.*/[a-z]*|(?:re|regex|regexp):.*", re.IGNORECASE)
_DOMAIN = re.compile(r"(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W\d_][\w-]{1,62}")


@dataclass(frozen=True)
class Pattern:
    """``pieces`` follow one another within a word, with anything between. ``open_left`` and
    ``open_right``: the word may go on there. ``signed``: looked for among the signs."""

    pieces: tuple[str, ...]
    open_left: bool
    open_right: bool
    signed: bool


@dataclass(frozen=True)
class Domain:
    """This host and all below it, wherever a link leads there."""

    host: str


def term(text: str) -> Pattern | Domain:
    """Raises RuleError."""
    if _REGEX.fullmatch(text):
        raise RuleError(
            "Regular expressions are not taken. Write the words; * stands for the rest of a word."
        )
    if len(text) > LONGEST:
        raise RuleError(f"A word or phrase has at most {LONGEST} characters.")
    kind, _, rest = text.partition(":")
    return _domain(rest) if kind.lower() == "domain" else _pattern(text)


def _domain(text: str) -> Domain:
    host = text.strip().lower().removeprefix("*.").removeprefix("www.").rstrip(".")
    if not _DOMAIN.fullmatch(host):
        raise RuleError("After domain: stands a domain, such as domain:pills.example.")
    try:
        return Domain(host if host.isascii() else host.encode("idna").decode("ascii"))
    except UnicodeError:
        raise RuleError("After domain: stands a domain, such as domain:pills.example.") from None


def _pattern(text: str) -> Pattern:
    parts = text.split("*")
    if len(parts) - 1 > MOST_STARS:
        raise RuleError(f"At most {MOST_STARS} * in a word or phrase.")
    inner = [part for part in parts if part]
    if not inner or re.search(r"(?:^|\s)\*(?:\s|$)", text):
        raise RuleError("A * stands for a part of a word: letters belong beside it.")
    skeletons = [str(whole(part)) for part in inner]
    plain = [_spelled(part) for part in inner]
    # A sign may stand where the * does.
    signed = len(inner) > 1 or any(
        " ".join(read.split()) != words for read, words in zip(skeletons, plain, strict=True)
    )
    pieces = [
        signs(read) if signed else words for read, words in zip(skeletons, plain, strict=True)
    ]
    if not all(pieces):
        raise RuleError("This shows nothing that could be looked for.")
    if len(parts) > 1 and not all(map(_says_enough, pieces)):
        raise RuleError("Beside a * stand at least two letters.")
    return Pattern(tuple(pieces), parts[0] == "", parts[-1] == "", signed)


def _spelled(part: str) -> str:
    return " ".join(word.text for word in words_alone(whole(part).words))


def _says_enough(piece: str) -> bool:
    return len(piece) > 1 or Kind.IDEOGRAPH in kinds(piece)
