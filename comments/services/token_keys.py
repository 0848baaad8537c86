"""token_keys: what a site's publisher signs with is added, followed by a newer one, and ended.

Secrets are kept encrypted with a key of the installation; they are shown when they are made, and
never again.
"""

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet

from articles.public import Site
from comments import member_tokens
from comments.models import TokenKey
from comments.public_keys import KeyProblem, public_keys
from comments.services.locked import locked, opened
from newsroom.kernel.fields import FieldError, clean_line

LEAST_SECRET, MOST_SECRET = 32, 1000
# As long as the longest token lives that the old key may have signed a moment ago.
OVERLAP = member_tokens.LONGEST
MOST_KEYS = 50
PURPOSE = "token-key"
_KID = re.compile(r"[A-Za-z0-9._:~+/=-]{1,100}", re.ASCII)


@dataclass(frozen=True)
class Wanted:
    """``kid``: "" makes one up, or takes the one that a JWK has. ``audience``: "" is
    `audience_of(site)`. ``public``: PEM or JWKS; without it a shared secret, ``secret``, or one
    that is made here."""

    issuer: str
    kid: str = ""
    audience: str = ""
    public: str = ""
    secret: str = ""


@dataclass(frozen=True)
class Added:
    """``secret`` is told this once, and only where it was made here."""

    rows: Sequence[TokenKey]
    secret: str = ""


def audience_of(site: Site) -> str:
    """What `aud` says of tokens for this site, unless the key says otherwise."""
    return f"{settings.PUBLIC_URL}/sites/{site.key}"


def add(site: Site, wanted: Wanted, now: datetime) -> Added:
    """Raises FieldError, with nothing added, for what cannot be a key."""
    added = drafted(site, wanted, now)
    _store(site, added.rows)
    return added


def drafted(site: Site, wanted: Wanted, now: datetime) -> Added:
    """What `add` would store. Raises FieldError as it does."""
    issuer = clean_line(wanted.issuer, max_length=200, required=True)
    named = clean_line(wanted.audience, max_length=200, required=False)
    audience, made = named or audience_of(site), ""
    if wanted.public:
        found = _public(wanted)
    else:
        made = "" if wanted.secret else secrets.token_urlsafe(48)
        found = [(_kid(wanted.kid), "HS256", _locked(wanted.secret or made))]
    rows = [
        TokenKey(
            site=site,
            kid=kid,
            algorithm=algorithm,
            issuer=issuer,
            audience=audience,
            material=material,
            created=now,
        )
        for kid, algorithm, material in found
    ]
    return Added(rows, made)


def rotate(old: TokenKey, wanted: Wanted, now: datetime) -> Added:
    """A newer key beside the old one, which ends when every token it signed by now has."""
    with transaction.atomic():
        added = add(old.site, wanted, now)
        end(old, now + OVERLAP)
    return added


def end(key: TokenKey, at: datetime) -> bool:
    """The key opens nothing from then on; False where it ends before that already."""
    open_until = Q(ends=None) | Q(ends__gt=at)
    return bool(TokenKey.objects.filter(open_until, pk=key.pk).update(ends=at))


def keys_for(site: int | None, kid: str, now: datetime) -> list[member_tokens.TokenKey]:
    """What may check a token that names ``kid``; of all sites where the site is not known."""
    rows = in_use(now).filter(kid=kid[:100])
    if site is not None:
        rows = rows.filter(site_id=site)
    return [key for row in rows[:MOST_KEYS] if (key := _opened(row)) is not None]


def in_use(now: datetime) -> QuerySet[TokenKey]:
    return TokenKey.objects.filter(Q(ends=None) | Q(ends__gt=now))


def _store(site: Site, rows: Sequence[TokenKey]) -> None:
    """All of them or none."""
    if TokenKey.objects.filter(site=site).count() + len(rows) > MOST_KEYS:
        raise FieldError("invalid", f"A site has at most {MOST_KEYS} keys: delete ended ones.")
    try:
        with transaction.atomic():
            for row in rows:
                row.save()
    except IntegrityError:
        raise FieldError("duplicate", "The site has a key of this name (kid) already.") from None


def _public(wanted: Wanted) -> list[tuple[str, str, str]]:
    try:
        found = public_keys(wanted.public)
    except KeyProblem as error:
        raise FieldError("invalid", str(error)) from None
    if wanted.kid and len(found) > 1:
        raise FieldError("invalid", "A set of keys names each of them: give no kid.")
    return [(_kid(wanted.kid or key.kid), key.algorithm, key.pem) for key in found]


def _kid(wanted: str) -> str:
    kid = wanted or f"k{secrets.token_hex(6)}"
    if not _KID.fullmatch(kid):
        raise FieldError("invalid", "The name of a key (kid) has at most 100 plain characters.")
    return kid


def _locked(secret: str) -> str:
    if not LEAST_SECRET <= len(secret.encode()) <= MOST_SECRET or not secret.isprintable():
        raise FieldError("invalid", f"A secret has {LEAST_SECRET} to {MOST_SECRET} bytes of text.")
    return locked(secret, PURPOSE)


def _opened(row: TokenKey) -> member_tokens.TokenKey | None:
    material = row.material
    if row.algorithm == TokenKey.Algorithm.HS256:
        secret = opened(material, PURPOSE)
        if secret is None:
            return None
        material = secret
    return member_tokens.TokenKey(row.kid, row.algorithm, row.issuer, row.audience, material)
