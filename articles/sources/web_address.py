"""Addresses in a file: only http and https ones are worth keeping."""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

LONGEST = 2000
# White space and marks that end an attribute; half characters, which no database takes.
UNSAFE = re.compile('[\x00-\x20<>"\\\\\x7f-\x9f\ud800-\udfff\ufffe\uffff]')


def web_address(text: str, base: str = "") -> str:
    """The address made absolute against `base`, or "" if it is not a plain http(s) one."""
    text = text.strip()
    if not text or len(text) > LONGEST or UNSAFE.search(text):
        return ""
    try:
        url = urljoin(base, text)
        parts = urlsplit(url)
        host, _port = parts.hostname, parts.port
    except ValueError:
        return ""
    safe = parts.scheme in ("http", "https") and host and "@" not in parts.netloc
    return url if safe and len(url) <= LONGEST else ""
