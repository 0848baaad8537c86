"""The one validator of text fields, on every way in: API, form, panel, import, setting.

Each function takes a raw value and gives back the text to store, or raises `FieldError` with a
stable code and a sentence for the person who typed. Nothing is ever truncated. What comes back is
still plain text: every output escapes it again.

Codes: `required`, `too_long` (lengths count Unicode code points), `control_characters`, `invalid`.
"""

import ipaddress
import re
import unicodedata
from collections.abc import Sequence

import idna

# A mark can stand on a mark: more of them than any script needs paint over the lines around
# (Tibetan needs eight). The cap also keeps NFC, quadratic in such a run, linear.
MARKS_IN_A_ROW = 10

# Letters and symbols by their category which nevertheless paint nothing.
_BLANK_LETTERS = frozenset("\u115f\u1160\u3164\uffa0\u2800")

# Embeddings, overrides and isolates reorder the text around them: a name could rewrite its line.
_BIDI_CONTROLS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")

# Deprecated format characters and annotation anchors: no reader types them.
_DEAD_FORMATS = frozenset("\u206a\u206b\u206c\u206d\u206e\u206f\ufff9\ufffa\ufffb")

# New emoji and ideographs reach phones years before they reach this Python's Unicode tables, so
# "unassigned" means little in the blocks that are reserved for them.
_GROWING_BLOCKS = ((0x1F000, 0x1FAFF), (0x20000, 0x3FFFD))

_LINE_BREAK = re.compile("\r\n?|[\u2028\u2029]")
_LABEL = r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"
_ASCII_HOST = re.compile(rf"(?:{_LABEL}\.)*{_LABEL}", re.ASCII)
_IPV4_TAIL = re.compile(r"(?:.*\.)?(?:[0-9]+|0x[0-9a-f]*)", re.ASCII)
_PORT = re.compile(r"[0-9]{1,5}", re.ASCII)
_AUTHORITY_END = re.compile(r"[/?#]")
_NEVER_IN_A_URL = frozenset(' \\"<>`')


class FieldError(ValueError):
    """A refused value: `code` for programs, `text` for the person who typed it."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(text)
        self.code = code
        self.text = text


def clean_line(value: object, *, max_length: int, required: bool) -> str:
    """One line of text: NFC, white space folded to single spaces, no line break.

    Line breaks are refused rather than folded: a name with one is a mail header to come.
    """
    raw = _text(value, max_length)
    _refuse_characters(raw, also_allowed="\t")
    line = " ".join(unicodedata.normalize("NFC", raw).split())
    return _measured(line, max_length, required)


def clean_text(value: object, *, max_length: int, required: bool) -> str:
    """Several lines of text: NFC, line breaks as `\\n`, tabs kept, outer white space dropped.

    Unicode's own line and paragraph separators become line breaks too; word processors paste them.
    """
    raw = _LINE_BREAK.sub("\n", _text(value, max_length))
    _refuse_characters(raw, also_allowed="\n\t")
    return _measured(unicodedata.normalize("NFC", raw).strip(), max_length, required)


def clean_url(
    value: object,
    *,
    max_length: int,
    required: bool,
    schemes: Sequence[str] = ("http", "https"),
) -> str:
    """An absolute URL as a browser reads it, kept as typed.

    It has one of `schemes`, a host (name, IDN, or address) and no credentials. What a browser would
    quietly repair (back slashes, missing slashes, white space) is refused: two readers of one
    string must not see two hosts.
    """
    url = clean_line(value, max_length=max_length, required=required)
    if not url:
        return ""
    if not url.isprintable() or _NEVER_IN_A_URL.intersection(url):
        raise FieldError("invalid", "This address holds characters that no web address has.")
    scheme, separator, rest = url.partition("://")
    if not separator or scheme.lower() not in schemes:
        raise FieldError("invalid", f"Give an address that begins with {schemes[-1]}://.")
    if not _authority_is_valid(_AUTHORITY_END.split(rest, maxsplit=1)[0]):
        raise FieldError("invalid", "This address has no valid host name.")
    return url


def _text(value: object, max_length: int) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise FieldError("invalid", "This must be text.")
    # Before any look at the characters: folding shortens text, but never to a quarter.
    if len(value) > 4 * max_length + 100:
        raise _too_long(max_length)
    return value


def _measured(text: str, max_length: int, required: bool) -> str:
    if not any(_is_visible(char) for char in text):
        text = ""
    if required and not text:
        raise FieldError("required", "This must not be empty.")
    if len(text) > max_length:
        raise _too_long(max_length)
    return text


def _too_long(max_length: int) -> FieldError:
    return FieldError("too_long", f"This may have at most {max_length} characters.")


def _refuse_characters(text: str, also_allowed: str) -> None:
    distinct = set(text).difference(also_allowed)
    if any(_is_refused(char) for char in distinct):
        raise FieldError("control_characters", "This holds characters that are not text.")
    marks = [char for char in distinct if unicodedata.category(char)[0] == "M"]
    levelled = text.translate(dict.fromkeys(map(ord, marks), "\u0301"))
    if "\u0301" * (MARKS_IN_A_ROW + 1) in levelled:
        raise FieldError("invalid", "This stacks too many accents on one letter.")


def _is_refused(char: str) -> bool:
    category = unicodedata.category(char)
    if category == "Cn":
        return not _may_be_assigned_by_now(char)
    if category == "Cf":
        return char in _BIDI_CONTROLS or char in _DEAD_FORMATS
    return category in {"Cc", "Cs", "Zl", "Zp"}


def _may_be_assigned_by_now(char: str) -> bool:
    point = ord(char)
    is_noncharacter = point & 0xFFFE == 0xFFFE
    return not is_noncharacter and any(low <= point <= high for low, high in _GROWING_BLOCKS)


def _is_visible(char: str) -> bool:
    if char in _BLANK_LETTERS:
        return False
    category = unicodedata.category(char)
    return category[0] not in "ZCM" or category in {"Co", "Cn"}


def _authority_is_valid(authority: str) -> bool:
    if "@" in authority:  # credentials, the oldest trick to show one host and open another
        return False
    host, port = _split_port(authority)
    if port is not None and not (_PORT.fullmatch(port) and 0 < int(port) < 65536):
        return False
    if host.startswith("["):
        return host.endswith("]") and _is_ip(host[1:-1], 6)
    return _host_is_valid(host)


def _split_port(authority: str) -> tuple[str, str | None]:
    if authority.startswith("[") and authority.endswith("]"):
        return authority, None
    host, separator, port = authority.rpartition(":")
    return (host, port) if separator else (authority, None)


def _host_is_valid(host: str) -> bool:
    name = _ascii_host(host)
    if name is None or not _ASCII_HOST.fullmatch(name):
        return False
    # A browser reads 2130706433, 0x7f.1 and 127.1 as addresses; only the plain form is honest.
    return not _IPV4_TAIL.fullmatch(name) or _is_ip(name, 4)


def _ascii_host(host: str) -> str | None:
    """The host as it goes to the name server: lower case, IDNA; None where there is none."""
    if len(host) > 253:
        return None
    if host.isascii():
        return host.lower().removesuffix(".")
    try:
        return idna.encode(host, uts46=True).decode("ascii").lower().removesuffix(".")
    except UnicodeError:
        return None


def _is_ip(text: str, version: int) -> bool:
    try:
        return ipaddress.ip_address(text).version == version and "%" not in text
    except ValueError:
        return False
