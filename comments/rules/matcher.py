"""A list of rules made ready once, and then asked about comment after comment."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from comments.learning.disguises import readings
from comments.learning.links import part
from comments.learning.skeleton import Skeleton
from comments.rules.automaton import Automaton
from comments.rules.errors import RuleError
from comments.rules.lines import Rule, rules_of
from comments.rules.patterns import Domain, Pattern
from comments.rules.readings import Line, plain_line, signed_line, whole
from comments.rules.subject import Subject

MOST_ALIKE = 16
# Of one line; ten times what the longest text of people takes with 5,000 rules.
MOST_STEPS = 20_000
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
Come = dict[int, dict["_Step", tuple[int, int]]]


class TooManySteps(Exception):
    """The text was made to be slow to read, and nobody knows what the rules say of it."""

    def __init__(self) -> None:
        super().__init__(f"With these rules it takes more than {MOST_STEPS} steps to read.")


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
        """Each rule that speaks, once, in the order of the list. Raises TooManySteps."""
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
        body = whole(subject.body)  # once: of a long text the reading is what costs
        addresses = " ".join(subject.links[:MOST_LINKS])
        fields = (
            ("body", body),
            ("name", whole(subject.name)),
            ("website", whole(subject.website)),
            ("links", whole(addresses)),
        )
        for field, plain in fields:
            for reading in readings(plain) if plain.words else ():
                if self._plain:
                    self._plain.search(plain_line(reading), field, found)
                if self._signed:
                    self._signed.search(signed_line(reading), field, found)
        if self._hosts:
            for field, host in _hosts_in(subject, body):
                for above in _with_parents(host):
                    if above in self._hosts:
                        found.setdefault(Domain(above), (field, None, None))
        return found


class _Step:
    """How far a term has come: some of its pieces, in order. Terms that begin alike share their
    steps, so a thousand of them cost no more than one until they differ."""

    __slots__ = ("anywhere", "at_border", "following")

    def __init__(self) -> None:
        self.following: dict[int, _Step] = {}
        self.at_border: Pattern | None = None
        self.anywhere: Pattern | None = None

    def ends(self, border: bool) -> Iterator[Pattern]:
        if self.anywhere is not None:
            yield self.anywhere
        if border and self.at_border is not None:
            yield self.at_border


class _Search:
    """The patterns of one form of line, their pieces by number."""

    def __init__(self, patterns: Iterable[Pattern]) -> None:
        self._numbers: dict[str, int] = {}
        self._at_border: dict[int, _Step] = {}
        self._anywhere: dict[int, _Step] = {}
        self._goes_on: set[int] = set()
        self._alone: dict[int, set[Pattern | None]] = {}
        for pattern in patterns:
            self._add(pattern)
        self._lengths = [len(piece) for piece in self._numbers]
        self._automaton = Automaton(self._numbers)
        # What may end within a word: the rest need not be looked at there.
        self._within = {
            state: tuple(one for one in found if one in self._goes_on)
            for state, found in self._automaton.found.items()
        }
        self._refuse_towers()

    def __bool__(self) -> bool:
        return bool(self._numbers)

    def search(self, line: Line, field: str, found: dict[Pattern | Domain, Place]) -> None:
        """Raises TooManySteps."""
        # By word, the steps that ended in it: where each began, and where it first ended.
        come: Come = {}
        left: dict[tuple[int, bool], tuple[int, ...]] = {}
        taken = 0
        for end, state in self._automaton.find(line.text):
            border = line.ends_at(end)
            numbers = left.get((state, border))
            if numbers is None:
                numbers = left[state, border] = self._left(state, border, found)
            for number in numbers:
                start = end - self._lengths[number]
                before = come.get(line.word_at(start), {}) if come else {}
                taken += 1 + len(before)
                for step, begin in self._reached(line, number, start, before):
                    for pattern in step.ends(border):
                        if pattern not in found:
                            found[pattern] = (field, *line.source(begin, end))
                            left.clear()
                    if step.following:
                        come.setdefault(line.word_at(end - 1), {}).setdefault(step, (begin, end))
            if taken > MOST_STEPS:
                raise TooManySteps

    def _left(
        self, state: int, border: bool, found: dict[Pattern | Domain, Place]
    ) -> tuple[int, ...]:
        """The pieces ending here that may still tell something new."""
        numbers = self._automaton.found[state] if border else self._within[state]
        return tuple(one for one in numbers if not self._alone[one] <= found.keys())

    def _reached(
        self, line: Line, number: int, start: int, before: dict[_Step, tuple[int, int]]
    ) -> list[tuple[_Step, int]]:
        """The steps that a piece at ``start`` makes, each with where the whole began."""
        made = [
            (step.following[number], begin)
            for step, (begin, ended) in before.items()
            if ended <= start and number in step.following
        ]
        if number in self._anywhere:
            made.append((self._anywhere[number], start))
        if number in self._at_border and line.ends_at(start):
            made.append((self._at_border[number], start))
        return made

    def _add(self, pattern: Pattern) -> None:
        numbers = [self._numbers.setdefault(one, len(self._numbers)) for one in pattern.pieces]
        begins = self._anywhere if pattern.open_left else self._at_border
        step = begins.setdefault(numbers[0], _Step())
        for number in numbers[1:]:
            step = step.following.setdefault(number, _Step())
        if pattern.open_right:
            step.anywhere = pattern
        else:
            step.at_border = pattern
        self._goes_on.update(numbers[: None if pattern.open_right else -1])
        for number in numbers:
            self._alone.setdefault(number, set()).add(pattern if len(numbers) == 1 else None)

    def _refuse_towers(self) -> None:
        """Each of them would have to be looked at wherever the longest ends."""
        pieces = [*self._numbers]
        for found in self._automaton.found.values():
            if len(found) > MOST_ALIKE:
                word = max((pieces[one] for one in found), key=len)
                raise RuleError(f"More than {MOST_ALIKE} rules end as {word[:40]!r} does.")


def _hosts_in(subject: Subject, body: Skeleton) -> Iterator[tuple[str, str]]:
    """(field, host) of every address a reader could follow or read."""
    for link in subject.links[:MOST_LINKS]:
        yield "links", _host(link)
    if subject.website:
        yield "website", _host(subject.website)
    for found in part(body).links:
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
