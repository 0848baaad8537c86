"""A publisher that signs its readers in: keys made once, and tokens as its server makes them."""

import functools
from datetime import datetime, timedelta
from typing import Any

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from articles.models import Site
from comments.member_tokens import TokenKey
from comments.services import token_keys
from comments.services.token_keys import Wanted, audience_of

ISSUER = "https://daily.example"
AUDIENCE = "https://comments.example/sites/daily"
SECRET = "a secret of the publisher's, of more than 64 bytes, as long as any needs"
_PEM = serialization.Encoding.PEM


@functools.cache
def private(algorithm: str) -> str:
    """What the publisher signs with: its secret, or a private key as PEM."""
    if algorithm == "HS256":
        return SECRET
    made: Any = rsa.generate_private_key(65537, 2048) if algorithm == "RS256" else None
    made = made or ec.generate_private_key(ec.SECP256R1())
    pkcs8, plain = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    return str(made.private_bytes(_PEM, pkcs8, plain).decode())


@functools.cache
def public(algorithm: str) -> str:
    if algorithm == "HS256":
        return SECRET
    key = serialization.load_pem_private_key(private(algorithm).encode(), None)
    info = serialization.PublicFormat.SubjectPublicKeyInfo
    return key.public_key().public_bytes(_PEM, info).decode()


def a_key(algorithm: str, **fields: str) -> TokenKey:
    """As a site keeps it; named as its algorithm."""
    said = {
        "kid": algorithm,
        "algorithm": algorithm,
        "issuer": ISSUER,
        "audience": AUDIENCE,
        "material": public(algorithm),
    }
    return TokenKey(**{**said, **fields})


def claims(now: datetime, **said: Any) -> dict[str, Any]:
    """What a token says; a claim that is None is left out."""
    whole = {
        "iss": ISSUER,
        "aud": AUDIENCE,
        "sub": "reader-1",
        "name": "Ada Member",
        "iat": int(now.timestamp()),
        "exp": int((now + timedelta(minutes=10)).timestamp()),
        **said,
    }
    return {name: value for name, value in whole.items() if value is not None}


def a_token(now: datetime, algorithm: str = "HS256", kid: str = "", **said: Any) -> str:
    headers = {"kid": kid or algorithm}
    return jwt.encode(claims(now, **said), private(algorithm), algorithm, headers=headers)


def known_to(site: Site, now: datetime, algorithm: str = "HS256", kid: str = "") -> None:
    """The site's publisher signs with this from now on."""
    material = {"secret": SECRET} if algorithm == "HS256" else {"public": public(algorithm)}
    token_keys.add(site, Wanted(ISSUER, kid or algorithm, **material), now)


def a_sign_in(site: Site, now: datetime, **said: Any) -> dict[str, str]:
    """The header that the browser of a signed-in reader sends."""
    return {"Authorization": f"Bearer {a_token(now, aud=audience_of(site), **said)}"}
