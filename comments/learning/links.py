"""Where a comment leads: its links, however they are written, and the words without them."""

import re
from collections.abc import Collection
from dataclasses import dataclass

from comments.learning.skeleton import Skeleton, Word

MAX_LINKS = 100  # judged one by one; more are only counted

_ENDINGS = (
    "com|net|org|info|biz|edu|gov|mil|int|io|co|ai|app|dev|xyz|top|site|online|shop|store|club|live"
    "|news|blog|pro|vip|win|bid|loan|click|link|icu|buzz|tech|space|website|fun|work|money|today|me"
    "|tv|ly|gl|cc|ws|ru|su|ua|by|kz|cn|de|fr|nl|uk|eu|br|tr|jp|kr|in|vn|ir|es|pt|se|fi|dk|no|cz|ro"
    "|hu|gr|ch|at|be|it|pl|pk|ng|ke|za|mx|ar|cl|au|nz|ca|us|tk|ml|ga|cf|gq|pw|to|onion|рф"
)
_LABEL = r"[^\W_](?:[\w-]{0,61}[^\W_])?"
_HOST = rf"{_LABEL}(?:\.{_LABEL}){{1,8}}"
_LINK = re.compile(
    rf"(?:(?:h(?:tt|xx)ps?|ftp)://+(?:[^\s/@<>\"']{{1,64}}@)?(?P<host>{_HOST}|\[?[\da-f:.]{{3,45}}\]?)"
    rf"|(?<![\w@.%/-])(?P<bare>(?:www\.{_HOST}|(?:{_LABEL}\.){{1,4}}(?:{_ENDINGS}))(?![\w@-]|\.\w)))"
    r"(?::\d{1,5})?(?P<path>[/?#][^\s<>\"'\]]*)?"
)
_SPACED_END = re.compile(r"\.? ?(?:com|net|org|info|ru|tk|co)(?![\w.])")
_DOTTED = re.compile(r"[\[({]\s*(?:dot|\.)\s*[\])}]")
_ADDRESS = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
_SECOND_LEVEL = "ac co com edu go gob gov gouv govt ne net nic or org"


@dataclass(frozen=True, slots=True)
class Link:
    """`domain` is the registrable one, by rule of thumb; `form`: `url`, `bare` or `spaced`."""

    domain: str
    host: str
    form: str
    has_path: bool
    start: int
    end: int

    def is_on(self, domains: Collection[str]) -> bool:
        """Whether the host is one of these domains or lies under one."""
        labels = self.host.split(".")
        return any(".".join(labels[at:]) in domains for at in range(len(labels) - 1))


@dataclass(frozen=True, slots=True)
class Parted:
    """A skeleton taken apart: links found, the words without them, addresses of mail."""

    words: tuple[Word, ...]
    links: tuple[Link, ...]
    count: int  # of links, also where there are more than MAX_LINKS
    mails: int


def part(reading: Skeleton) -> Parted:
    """Takes the links out of the words."""
    words: list[Word] = []
    links: list[Link] = []
    count = mails = 0
    for word in _with_dots(reading.words):
        if "." not in word.text or len(word.text) < 4:
            words.append(word)
            continue
        if "@" in word.text and "://" not in word.text and _ADDRESS.search(word.text):
            mails += 1
            words.append(Word(_ADDRESS.sub(" ", word.text), word.start, word.end))
            continue
        found = list(_LINK.finditer(word.text))
        count += len(found)
        links += [_link(match, word) for match in found[: MAX_LINKS - len(links)]]
        rest = _LINK.sub(" ", word.text) if found else word.text
        if any(map(str.isalnum, rest)):
            words.append(Word(rest, word.start, word.end))
    return Parted(tuple(words), tuple(links), count, mails)


def registrable(host: str) -> str:
    """The last two labels, or three where the second is a registry's, as in `bbc.co.uk`."""
    labels = host.strip("[]").split(".")
    if labels[-1].isdigit():
        return host
    wide = len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _SECOND_LEVEL.split()
    return ".".join(labels[-3 if wide else -2 :])


def _link(match: re.Match[str], word: Word) -> Link:
    host = (match["host"] or match["bare"]).removeprefix("www.")
    form = "spaced" if word.end - word.start > len(word.text) else "bare"
    return Link(
        registrable(host),
        host,
        "url" if match["host"] else form,
        len(match["path"] or "") > 1,
        word.start,
        word.end,
    )


def _with_dots(words: tuple[Word, ...]) -> list[Word]:
    """Closes `example . com`, `example .com` and `example [dot] com`."""
    closed: list[Word] = []
    for word in words:
        text = _DOTTED.sub(".", word.text) if word.text[0] in "[({" else word.text
        before = closed[-1] if closed else None
        if before and text == "." and before.text[-1].isalnum():
            closed[-1] = Word(before.text + ".", before.start, word.end)
        elif before and _ends_domain(before.text, text):
            closed[-1] = Word(
                before.text.rstrip(".") + "." + text.lstrip("."), before.start, word.end
            )
        else:
            closed.append(word)
    return closed


def _ends_domain(before: str, text: str) -> bool:
    if not before.endswith(".") and not text.startswith("."):
        return False
    name = before.rstrip(".")
    return name.isalnum() and bool(_SPACED_END.match(text)) and len(name) > 2
