"""The signed, timed token that a form hands back: the page was really read, and not just now.

It is part of a page's cached bytes, so everybody who got the same page has the same token, and no
server keeps a list. It stops posts by scripts that never load the page, posts within seconds, and
forms hoarded for days; it does not tell readers apart.
"""

import hmac
import re
from datetime import datetime, timedelta

_TOKEN = re.compile(r"f1\.(0|[1-9][0-9]{0,11})\.([0-9a-f]{64})", re.ASCII)


def issue(site: str, article: str, now: datetime, key: bytes) -> str:
    """A token for the form under one article, as long as 80 characters."""
    seconds = int(now.timestamp())
    return f"f1.{seconds}.{_signature(site, article, seconds, key)}"


def check(
    token: object,
    site: str,
    article: str,
    now: datetime,
    key: bytes,
    *,
    min_age: timedelta = timedelta(seconds=2),
    max_age: timedelta = timedelta(hours=24),
) -> str | None:
    """None where the token is good, else `form_invalid`, `form_expired` or `too_fast`.

    A token from the future (a clock that went wrong) is `too_fast`: waiting cures it.
    """
    parts = _parts(token)
    if parts is None:
        return "form_invalid"
    seconds, signature = parts
    if not hmac.compare_digest(signature, _signature(site, article, seconds, key)):
        return "form_invalid"
    passed = now.timestamp() - seconds
    if passed < min_age.total_seconds():
        return "too_fast"
    return "form_expired" if passed > max_age.total_seconds() else None


def age(token: object, now: datetime) -> int | None:
    """Whole seconds since the token was issued, unverified; None where it is no token.

    Readers share the token of a cached page, so this is the most they can have taken to write.
    """
    parts = _parts(token)
    return max(0, int(now.timestamp()) - parts[0]) if parts else None


def _parts(token: object) -> tuple[int, str] | None:
    match = _TOKEN.fullmatch(token) if isinstance(token, str) else None
    return (int(match[1]), match[2]) if match else None


def _signature(site: str, article: str, seconds: int, key: bytes) -> str:
    # Each field with its length: "a" + "bc" must not sign the same as "ab" + "c".
    fields = (field.encode("utf-8", "surrogatepass") for field in (site, article, str(seconds)))
    message = b"form" + b"".join(b"\0%d:%b" % (len(field), field) for field in fields)
    return hmac.digest(key, message, "sha256").hex()
