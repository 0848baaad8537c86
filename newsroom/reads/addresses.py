"""Which addresses may be answered from memory, and how their many spellings become one. Pure."""

import re
from functools import lru_cache
from typing import NamedTuple

_SITE = r"[\w-]{1,60}"
_THREAD = ("article", "url", "sort", "cursor", "limit", "parent", "around")
# Whatever else a query holds has no say in these answers: it is dropped before Django sees it.
READS: list[tuple[re.Pattern[str], tuple[str, ...]]] = [
    (re.compile(rf"/api/v1/sites/{_SITE}/page"), (*_THREAD, "within")),
    (re.compile(rf"/api/v1/sites/{_SITE}/comments"), _THREAD),
    (re.compile(rf"/api/v1/sites/{_SITE}/navigation"), ("article", "url", "within")),
    (re.compile(rf"/api/v1/sites/{_SITE}/live"), ("article", "url")),
    (re.compile(rf"/api/v1/sites/{_SITE}/counts"), ("articles", "urls")),
    (re.compile(rf"/api/v1/sites/{_SITE}/latest"), ("limit",)),
    (re.compile(rf"/api/v1/sites/{_SITE}/sections/.+/articles"), ("cursor", "limit")),
    (re.compile(rf"/sites/{_SITE}/comments"), (*_THREAD, "fragment", "reply", "quote")),
    (re.compile(rf"/feeds/{_SITE}/(?!replies/).+"), ()),
]
# Lists whose order says nothing.
SETS = ("articles",)
# The version that a reader knows of, from a post or a stream: older bytes will not do.
VERSION = "v"
LONGEST = 70_000


LIVE = re.compile(rf"/api/v1/sites/{_SITE}/live")


class Address(NamedTuple):
    """``query``: the parameters that count, in one order; Django is asked by it. ``version``: of
    the thread, that the answer must have; 0 for any."""

    path: str
    query: bytes
    version: int
    is_live: bool


def address(path: str, query: bytes) -> Address | None:
    """None where memory has no answer to give, now or ever."""
    length = len(path) + len(query)
    known = _known if length <= 500 else _known_long if length <= 4000 else _address
    return known(path, query)


def _address(path: str, query: bytes) -> Address | None:
    names = next((names for pattern, names in READS if pattern.fullmatch(path)), None)
    if names is None or len(query) > LONGEST:
        return None
    given: dict[str, str] = {}
    for part in query.decode("latin-1").split("&"):
        name, _, value = part.partition("=")
        if "%" in name or "+" in name:
            return None  # a spelling that Django may read as one of the names
        given[name] = value
    kept = [f"{name}={_value(name, given[name])}" for name in names if name in given]
    version = given.get(VERSION, "")
    known = int(version) if version.isascii() and version.isdigit() and len(version) < 19 else 0
    is_live = LIVE.fullmatch(path) is not None
    return Address(path, "&".join(kept).encode("latin-1"), known, is_live)


# Both hold some megabytes at the most: the counts of fifty articles are a long address.
_known = lru_cache(8192)(_address)
_known_long = lru_cache(1024)(_address)


def _value(name: str, value: str) -> str:
    if name not in SETS:
        return value
    return ",".join(sorted(set(re.split(",|%2[Cc]", value))))
