"""Links in mails: opened by anyone, they show; used by a POST, they act once.

The token is a selector, which finds the row, and a secret, of which only a keyed hash is kept,
together with what the link is for: purpose, site, address and comment.
"""

import hmac
import re
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import F

from comments.identity import same_box
from comments.models import Comment, Link
from comments.services import keys

LIFETIME = timedelta(hours=48)
MOST_GUESSES = 5
KEEP_EXPIRED = timedelta(days=7)
_SELECTOR = 16
_TOKEN = re.compile(r"[0-9a-f]{16}[A-Za-z0-9_-]{43}", re.ASCII)


def issue(
    purpose: str,
    site: int,
    address: str,
    now: datetime,
    *,
    expires: datetime | None = None,
    comment: Comment | None = None,
) -> tuple[str, str]:
    """The token for the address bar, and six digits for those who read mail on another device."""
    selector, secret = secrets.token_hex(8), secrets.token_urlsafe(32)
    code = f"{secrets.randbelow(1_000_000):06d}"
    link = Link(
        selector=selector,
        purpose=purpose,
        site_id=site,
        address=address,
        comment=comment,
        created=now,
        expires=expires or now + LIFETIME,
    )
    newest = _keys(purpose)[0]
    link.digest, link.code = _digest(link, secret, newest), _digest(link, code, newest)
    link.save()
    return f"{selector}{secret}", code


def find(purpose: str, token: object, now: datetime) -> Link | None:
    """The link of a token that is good for this purpose and not past its time; used or not."""
    if not isinstance(token, str) or not _TOKEN.fullmatch(token):
        return None
    rows = Link.objects.select_related("site", "comment__thread__article", "comment__commenter")
    link = rows.filter(selector=token[:_SELECTOR], purpose=purpose, expires__gt=now).first()
    if link is None or not _matches(link, link.digest, token[_SELECTOR:]):
        return None
    return link


def use(link: Link, now: datetime) -> bool:
    """Of any number of callers one gets True. Call it inside the transaction of what it allows."""
    fresh = Link.objects.filter(pk=link.pk, used_at=None, expires__gt=now)
    return bool(fresh.update(used_at=now))


def find_by_code(purpose: str, comment: Comment, code: str, now: datetime) -> Link | None:
    """The fresh link of a comment by its six digits; after five wrong ones none opens any more."""
    open_to_guess = Link.objects.filter(
        purpose=purpose, comment=comment, used_at=None, expires__gt=now, guesses__lt=MOST_GUESSES
    )
    rows = list(open_to_guess.order_by("-id")[:3])
    # Counted before it is looked at: many guesses at once are as many.
    for link in rows:
        if not open_to_guess.filter(pk=link.pk).update(guesses=F("guesses") + 1):
            return None
    right = [link for link in rows if _matches(link, link.code, code)]
    return right[0] if right else None


def forget_expired(now: datetime) -> int:
    return Link.objects.filter(expires__lt=now - KEEP_EXPIRED).delete()[0]


def _matches(link: Link, digest: str, said: str) -> bool:
    return any(hmac.compare_digest(digest, _digest(link, said, key)) for key in _keys(link.purpose))


def _digest(link: Link, secret: str, key: bytes) -> str:
    about = (link.purpose, link.site_id, same_box(link.address), link.comment_id or 0)
    said = f"{link.selector} {about!r} {secret}"
    return hmac.digest(key, said.encode("utf-8", "surrogatepass"), "sha256").hex()


def _keys(purpose: str) -> Sequence[bytes]:
    return keys.purpose_keys(f"link.{purpose}")
