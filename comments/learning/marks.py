"""What stands out in a comment beside its words: links, shape, and what is known of the author."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from comments.learning.facts import Facts, fact_marks
from comments.learning.letters import Kind, kinds
from comments.learning.links import Link, Parted
from comments.learning.skeleton import MAX_HEAD, Skeleton
from comments.learning.topics import topics

_MAX_DOMAINS = 10  # more of them make no comment any clearer
_FEW_WORDS = 3
_DISGUISED = 3  # a pasted soft hyphen or two is no disguise
_CAPITALS = (0.001, 0.06, 0.12, 0.3, 0.7)
_MIN_LETTERS = 8

# Nine digits or more in one run, which does not begin as a date does.
_PHONE = re.compile(
    r"(?<![\d.,/-])(?!\d{1,4}(?P<sign>[./-])\d{1,2}(?P=sign)\d{2,4}\b)\d(?:[ ()/.-]?\d){8,18}"
)
_STRETCHED = re.compile(r"(\w)\1{3,50}")
_MONEY = re.compile(r"[$€£¥₽₹]")
_HTML = re.compile(r"<a\s|href\s?=", re.IGNORECASE)
_BBCODE = re.compile(r"\[(?:url|link)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Mark:
    """A name such as `ending:org`, and the (start, end) in the source, where it stands in one."""

    name: str
    span: tuple[int, int] | None = None


def marks(
    source: str, reading: Skeleton, parted: Parted, facts: Facts, allowed: Collection[str]
) -> Iterator[Mark]:
    """All marks of a comment; links on an allowed domain leave one mark, whatever they say."""
    yield from _link_marks(source, parted, allowed)
    yield from _shape_marks(_without_links(source, parted), reading, parted)
    yield from (Mark(name) for name in fact_marks(facts))


def one_link_marks(domain: str) -> tuple[str, ...]:
    """The marks of a comment whose one link is a full address on this domain."""
    return ("link", _steps("links", 1), *_names_of(domain), "link:url", "link:path")


def _link_marks(source: str, parted: Parted, allowed: Collection[str]) -> Iterator[Mark]:
    foreign = [link for link in parted.links if not link.is_on(allowed)]
    if len(foreign) < len(parted.links):
        yield Mark("link:allowed")
    if not foreign:
        return
    count = parted.count - len(parted.links) + len(foreign)
    yield Mark("link")
    yield Mark(_steps("links", count))
    for link in foreign[:_MAX_DOMAINS]:
        yield from _marks_of(link)
    if _HTML.search(source, 0, MAX_HEAD):
        yield Mark("link:html")
    if _BBCODE.search(source, 0, MAX_HEAD):
        yield Mark("link:bbcode")
    if len(parted.words) < _FEW_WORDS:
        yield Mark("link:alone")


def _marks_of(link: Link) -> Iterator[Mark]:
    span = link.start, link.end
    yield from (Mark(name, span) for name in _names_of(link.domain))
    yield Mark(f"link:{link.form}", span)
    if link.has_path:
        yield Mark("link:path", span)


def _names_of(domain: str) -> tuple[str, str]:
    return f"domain:{domain}", f"ending:{domain.rpartition('.')[2]}"


def _without_links(source: str, parted: Parted) -> str:
    """The text that an author wrote: an address's digits and length are not theirs."""
    kept, at = [], 0
    for link in parted.links:
        kept.append(source[at : link.start])
        at = link.end
    return "".join([*kept, source[at:]])[:MAX_HEAD]


def _shape_marks(text: str, reading: Skeleton, parted: Parted) -> Iterator[Mark]:
    yield Mark(f"length:{len(text).bit_length()}")
    letters = sum(map(str.isalpha, text))
    if letters >= _MIN_LETTERS:
        capitals = sum(map(str.isupper, text))
        yield Mark(f"capitals:{sum(capitals >= letters * step for step in _CAPITALS)}")
    for name, count in (
        ("exclamations", text.count("!")),
        ("emoji", kinds(text).count(Kind.EMOJI)),
        ("lines", text.count("\n")),
    ):
        if count:
            yield Mark(_steps(name, count))
    if "?" in text:
        yield Mark("question")
    for name, pattern in (("money", _MONEY), ("phone", _PHONE), ("stretched", _STRETCHED)):
        if found := pattern.search(text):
            yield Mark(name, found.span())
    yield from (Mark(f"topic:{topic}") for topic in topics(parted.words))
    if parted.mails:
        yield Mark("mail")
    if reading.undone >= _DISGUISED:
        yield Mark("disguised")


def _steps(name: str, count: int) -> str:
    """1, 2–3, 4–7, 8–15, 16–31, more."""
    return f"{name}:{min(count.bit_length(), 6)}"
