"""Reading a JSON request body: every odd one is a `BodyError` with a code, never a crash.

Python's own reader accepts more than JSON (NaN, lone surrogates, repeated keys), and recurses:
100,000 brackets are a RecursionError, a server error to whoever sent them on purpose.

Codes: `too_large`, `not_utf8`, `not_json`, `too_deep`, `duplicate_key`, `number_out_of_range`,
`not_a_number`, `lone_surrogate`, `nul_character`.
"""

import json
import math
import re
from collections.abc import Iterator
from typing import NoReturn

# Whole strings, also one that never ends: a scan that gave up there would start over at every
# quote after it, which is quadratic.
_STRING = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z)', re.DOTALL)
_NOT_A_BRACKET = re.compile(r"[^\[\]{}]+")
_SURROGATE = re.compile("[\ud800-\udfff]")

# Both databases store 64 bits; a longer number would only fail later, and as a server error.
_INTEGER_LIMIT = 2**63
_NUMBER_LENGTH = 64


class BodyError(ValueError):
    """A refused body: `code` for programs, `text` for the developer who sent it."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(text)
        self.code = code
        self.text = text


def parse(raw: bytes, *, max_bytes: int, max_depth: int = 12) -> object:
    """The value in `raw`: dict, list, str, int (64 bits), finite float, bool or None.

    `max_depth` counts nested arrays and objects; a plain value has depth 0.
    """
    if len(raw) > max_bytes:
        raise BodyError("too_large", f"The body may have at most {max_bytes} bytes.")
    text = _decode(raw)
    _refuse_depth(text, max_depth)
    value = _load(text)
    if "\\u" in text:  # the only way left for either character to get in
        _refuse_characters(value)
    return value


def _decode(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        raise BodyError("not_utf8", "The body is not UTF-8.") from None


def _refuse_depth(text: str, max_depth: int) -> None:
    depth = 0
    for bracket in _NOT_A_BRACKET.sub("", _STRING.sub("", text)):
        depth += 1 if bracket in "[{" else -1
        if depth > max_depth:
            raise BodyError("too_deep", f"The body may nest at most {max_depth} levels.")


def _load(text: str) -> object:
    try:
        value: object = json.loads(
            text,
            object_pairs_hook=_object,
            parse_int=_integer,
            parse_float=_real,
            parse_constant=_constant,
        )
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise BodyError("not_json", f"The body is not JSON: {error.msg} ({where}).") from None
    return value


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    result = dict(pairs)
    if len(result) != len(pairs):  # two readers of one body must not see two values
        raise BodyError("duplicate_key", "The body names a key twice.")
    return result


def _integer(digits: str) -> int:
    number = int(digits) if len(digits) <= _NUMBER_LENGTH else _INTEGER_LIMIT
    if not -_INTEGER_LIMIT <= number < _INTEGER_LIMIT:
        raise _number_out_of_range()
    return number


def _real(digits: str) -> float:
    number = float(digits) if len(digits) <= _NUMBER_LENGTH else math.inf
    if not math.isfinite(number):
        raise _number_out_of_range()
    return number


def _number_out_of_range() -> BodyError:
    return BodyError(
        "number_out_of_range", "The body holds a number that is too long or too large."
    )


def _constant(name: str) -> NoReturn:
    raise BodyError("not_a_number", f"{name} is not JSON.")


def _refuse_characters(value: object) -> None:
    for text in _strings(value):
        if "\0" in text:
            raise BodyError("nul_character", "The body holds a NUL character.")
        if _SURROGATE.search(text):
            raise BodyError("lone_surrogate", "The body holds half of a surrogate pair.")


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)
