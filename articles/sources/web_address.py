"""Addresses in a file: only http and https ones are worth keeping."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit

LONGEST = 2000


def web_address(text: str, base: str = "") -> str:
    """The address made absolute against `base`, or "" if it is not a plain http(s) one."""
    text = text.strip()
    if not text or len(text) > LONGEST or any(sign <= " " or sign in '<>"\\' for sign in text):
        return ""
    try:
        url = urljoin(base, text)
        parts = urlsplit(url)
        host, _port = parts.hostname, parts.port
    except ValueError:
        return ""
    safe = parts.scheme in ("http", "https") and host and "@" not in parts.netloc
    return url if safe and len(url) <= LONGEST else ""
