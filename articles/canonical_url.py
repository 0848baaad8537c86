"""One spelling for each address, so that a page is found by any of its spellings."""

import ipaddress
import re
import unicodedata
from typing import Literal
from urllib.parse import SplitResult, quote, urlsplit

TrailingSlash = Literal["keep", "add", "strip"]

MAX_URL = 4000
_DEFAULT_PORTS = {"http": 80, "https": 443}
# What newsletters, networks and counters hang on. `ref`, `source`, `id` may choose the page: kept.
_TRACKING = re.compile(
    r"(?:utm_.*|fbclid|gclid|gclsrc|dclid|gbraid|wbraid|gad_source|gad_campaignid|msclkid|yclid"
    r"|ysclid|twclid|ttclid|li_fat_id|igshid|igsh|mc_cid|mc_eid|mkt_tok|_ga|_gl|_hsenc|_hsmi"
    r"|__hstc|__hssc|__hsfp|hsctatracking|vero_id|oly_anon_id|oly_enc_id|wickedid|epik|srsltid"
    r"|pk_(?:campaign|kwd|source|medium|content)|mtm_.*|matomo_.*|piwik_.*|xtor|wt_mc|_openstat"
    r"|ns_(?:campaign|mchannel|source|linkname|fee))",
    re.IGNORECASE,
)
_ESCAPE = re.compile("%([0-9A-Fa-f]{2})")
_BARE_PERCENT = re.compile("%(?![0-9A-Fa-f]{2})")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")


def canonical(url: str, *, trailing_slash: TrailingSlash = "keep", sort_query: bool = False) -> str:
    """`url` (absolute, http or https) in its one spelling, without fragment and tracking marks.

    `trailing_slash` "add" leaves file names alone (`/story.html`), "strip" leaves `/` alone.
    `sort_query` orders parameters by name. Raises ValueError, in words, on any other address.
    """
    parts = _split(url)
    path = _slashed(_without_dots(_escaped(parts.path, "/:@!$&'()*+,;=")), trailing_slash)
    query = _query(parts.query, sort_query)
    return f"{parts.scheme}://{_host(parts)}{path}" + (f"?{query}" if query else "")


def host_of(url: str) -> str:
    """The canonical host of `url`, with `:port` where that is not the scheme's own."""
    return _host(_split(url))


def _split(url: str) -> SplitResult:
    url = url.strip(" \t\r\n\f")
    if len(url) > MAX_URL:
        raise ValueError(f"the address is longer than {MAX_URL} characters")
    # urlsplit drops tabs and line breaks, and a browser reads "\" as "/": either way the host
    # that is checked would not be the host that is opened.
    if "\\" in url or any(sign <= " " or sign == "\x7f" for sign in url):
        raise ValueError("the address holds a space, control character or backslash")
    try:
        parts = urlsplit(url)
    except ValueError as error:
        raise ValueError("the address cannot be read") from error
    if parts.scheme not in _DEFAULT_PORTS:
        raise ValueError("the address is not http or https")
    if "@" in parts.netloc:
        raise ValueError("the address holds a user name")
    return parts


def _host(parts: SplitResult) -> str:
    try:
        port = parts.port
    except ValueError:
        port = 0
    if port == 0:
        raise ValueError("the address has an impossible port")
    name = parts.hostname or ""
    host = _ip6(name) if parts.netloc.startswith("[") else _name(name)
    return host if port in (None, _DEFAULT_PORTS[parts.scheme]) else f"{host}:{port}"


def _ip6(name: str) -> str:
    try:
        return f"[{ipaddress.IPv6Address(name).compressed}]"
    except ValueError:
        raise ValueError("the address has an impossible host") from None


def _name(name: str) -> str:
    dotted = re.sub("[。．｡]", ".", name)
    host = ".".join(_label(label) for label in dotted.removesuffix(".").split("."))
    if len(host) > 253:
        raise ValueError("the host of the address is too long")
    return host


def _label(label: str) -> str:
    """One part of a host name as browsers send it: the ß of `straße` is kept, as in IDNA 2008."""
    label = unicodedata.normalize("NFKC", label).lower()
    if not label.isascii() and all(sign in "-·" or _in_name(sign) for sign in label):
        label = "xn--" + label.encode("punycode", "replace").decode("ascii")
    if not _LABEL.fullmatch(label):
        raise ValueError("the address has an impossible host")
    return label


def _in_name(sign: str) -> bool:
    return sign.isalnum() or unicodedata.category(sign)[0] == "M" or sign in "\u200c\u200d"


def _escaped(text: str, also: str) -> str:
    """Percent signs where they are needed, nowhere else, in capitals; `also` stands as it is."""
    text = _BARE_PERCENT.sub("%25", text)
    try:
        text = quote(text, safe=also + "%")
    except UnicodeEncodeError:
        raise ValueError("the address holds half a character") from None
    return _ESCAPE.sub(_unescaped, text)


def _unescaped(match: re.Match[str]) -> str:
    sign = chr(int(match.group(1), 16))
    return sign if sign in _UNRESERVED else match.group().upper()


def _without_dots(path: str) -> str:
    kept: list[str] = []
    segments = path.split("/")[1:]
    for segment in segments:
        if segment == "..":
            del kept[-1:]
        elif segment != ".":
            kept.append(segment)
    if segments and segments[-1] in (".", ".."):
        kept.append("")
    return "/" + "/".join(kept)


def _slashed(path: str, trailing_slash: TrailingSlash) -> str:
    if trailing_slash == "strip":
        return path.rstrip("/") or "/"
    is_file = "." in path.rpartition("/")[2]
    if trailing_slash == "add" and not path.endswith("/") and not is_file:
        return path + "/"
    return path


def _query(query: str, sort_query: bool) -> str:
    kept = [
        item
        for item in _escaped(query, "/:@!$&'()*+,;=?").split("&")
        if item and not _TRACKING.fullmatch(item.partition("=")[0])
    ]
    if sort_query:  # stable: the order of one name's values may carry meaning
        kept.sort(key=lambda item: item.partition("=")[0])
    return "&".join(kept)
