"""A list of rules made ready once, and then asked about comment after comment."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from comments.learning.links import part
from comments.rules.automaton import Automaton
from comments.rules.errors import RuleError
from comments.rules.lines import Rule, rules_of
from comments.rules.patterns import Domain, Pattern
from comments.rules.readings import Line, plain_and_guessed, plain_line, signed_line, whole
from comments.rules.subject import Subject

MOST_ALIKE = 16
MOST_LINKS = 200  # read one by one; who sends more is held for their number


@dataclass(frozen=True)
class Hit:
    """``field``: body, name, website or links; "" where conditions alone spoke. ``start`` and
    ``end`` are characters of that field, None where it was no text."""

    rule: Rule
    field: str = ""
    start: int | None = None
    end: int | None = None


Place = tuple[str, int | None, int | None]
Come = dict[tuple[Pattern, int], tuple[int, int]]


class Matcher:
    """Raises RuleError where ``text`` holds a line that is no rule."""

    def __init__(self, text: str) -> None:
        self.rules = rules_of(text)
        patterns = {
            term: 0 for rule in self.rules for term in rule.terms if isinstance(term, Pattern)
        }
        self._plain = _Search([one for one in patterns if not one.signed])
        self._signed = _Search([one for one in patterns if one.signed])
        self._hosts = {
            term.host for rule in self.rules for term in rule.terms if isinstance(term, Domain)
        }
        self._rules_of: dict[Pattern | Domain, list[Rule]] = defaultdict(list)
        for rule in self.rules:
            if rule.terms:
                self._rules_of[rule.terms[0]].append(rule)
        self.asks_score = any(one.asks_score for rule in self.rules for one in rule.conditions)
        self._without_terms = [rule for rule in self.rules if not rule.terms]

    def hits(self, subject: Subject) -> list[Hit]:
        """Each rule that speaks, once, in the order of the list."""
        found = self._terms_in(subject)
        asked = [rule for term in found for rule in self._rules_of.get(term, ())]
        spoken = [
            Hit(rule, *(found[rule.terms[0]] if rule.terms else ("", None, None)))
            for rule in (*asked, *self._without_terms)
            if all(term in found for term in rule.terms)
            and all(one.holds(subject) for one in rule.conditions)
        ]
        return sorted(spoken, key=lambda hit: hit.rule.line)

    def _terms_in(self, subject: Subject) -> dict[Pattern | Domain, Place]:
        found: dict[Pattern | Domain, Place] = {}
        addresses = " ".join(subject.links[:MOST_LINKS])
        fields = (
            ("body", subject.body),
            ("name", subject.name),
            ("website", subject.website),
            ("links", addresses),
        )
        for field, text in fields:
            for reading in plain_and_guessed(text) if text else ():
                if self._plain:
                    self._plain.search(plain_line(reading), field, found)
                if self._signed:
                    self._signed.search(signed_line(reading), field, found)
        if self._hosts:
            for field, host in hosts(subject):
                for above in _with_parents(host):
                    if above in self._hosts:
                        found.setdefault(Domain(above), (field, None, None))
        return found


class _Search:
    """The patterns of one form of line."""

    def __init__(self, patterns: Iterable[Pattern]) -> None:
        self._pieces = [
            (pattern, place, piece)
            for pattern in patterns
            for place, piece in enumerate(pattern.pieces)
        ]
        self._automaton = Automaton(piece for _, _, piece in self._pieces)
        # What may end within a word: the rest need not be looked at there.
        self._within = {
            state: tuple(one for one in found if self._goes_on(one))
            for state, found in self._automaton.found.items()
        }
        self._refuse_towers()

    def __bool__(self) -> bool:
        return bool(self._pieces)

    def search(self, line: Line, field: str, found: dict[Pattern | Domain, Place]) -> None:
        # How far each pattern in pieces has come: the first end of each piece in the latest word.
        come: Come = {}
        for end, state in self._automaton.find(line.text):
            ends = line.ends_at(end)
            for number in self._automaton.found[state] if ends else self._within[state]:
                pattern, place, piece = self._pieces[number]
                if pattern in found:
                    continue
                start = _start(line, pattern, place, end - len(piece), come)
                if start is None:
                    continue
                if place + 1 < len(pattern.pieces):
                    _note(line, come, (pattern, place), start, end)
                elif ends or pattern.open_right:
                    found[pattern] = (field, *line.source(start, end))

    def _goes_on(self, number: int) -> bool:
        pattern, place, _ = self._pieces[number]
        return pattern.open_right or place + 1 < len(pattern.pieces)

    def _refuse_towers(self) -> None:
        """Each of them would have to be looked at wherever the longest ends."""
        for state, found in self._automaton.found.items():
            if len({self._pieces[one][2] for one in found}) > MOST_ALIKE:
                word = max((self._pieces[one][2] for one in self._automaton.found[state]), key=len)
                raise RuleError(f"More than {MOST_ALIKE} rules end as {word[:40]!r} does.")


def _start(
    line: Line,
    pattern: Pattern,
    place: int,
    start: int,
    come: Come,
) -> int | None:
    """Where the whole began, if the piece at ``start`` goes on with it."""
    if place == 0:
        return start if pattern.open_left or line.ends_at(start) else None
    before = come.get((pattern, place - 1))
    if before is None or before[1] > start:
        return None
    same_word = line.word_at(before[1] - 1) == line.word_at(start)
    return before[0] if same_word else None


def _note(
    line: Line,
    come: Come,
    key: tuple[Pattern, int],
    start: int,
    end: int,
) -> None:
    known = come.get(key)
    if known is None or line.word_at(known[1] - 1) != line.word_at(end - 1):
        come[key] = (start, end)


def hosts(subject: Subject) -> Iterator[tuple[str, str]]:
    """(field, host) of every address a reader could follow or read."""
    for link in subject.links[:MOST_LINKS]:
        yield "links", _host(link)
    if subject.website:
        yield "website", _host(subject.website)
    for found in part(whole(subject.body)).links:
        yield "body", found.host


def _host(link: str) -> str:
    try:
        host = (urlsplit(link).hostname or "").lower().rstrip(".")
        return host if host.isascii() else host.encode("idna").decode("ascii")
    except (UnicodeError, ValueError):
        return ""


def _with_parents(host: str) -> Iterator[str]:
    labels = host.split(".")
    for at in range(max(0, len(labels) - 12), len(labels) - 1):
        yield ".".join(labels[at:])
