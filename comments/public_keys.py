"""Public keys as publishers paste them: PEM, one JWK, or a set of them; nothing is fetched."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_public_key,
)

MOST_CHARACTERS = 50_000
MOST_KEYS = 20
LEAST_RSA_BITS, MOST_RSA_BITS = 2048, 8192
PRIVATE_PARTS = {"d", "p", "q", "dp", "dq", "qi", "oth", "k"}


class KeyProblem(ValueError):
    """The text says what is wrong with what was pasted."""


@dataclass(frozen=True)
class PublicKey:
    """``kid``: "" where what was pasted names none; ``pem``: SubjectPublicKeyInfo."""

    kid: str
    algorithm: str
    pem: str


def public_keys(pasted: str) -> list[PublicKey]:
    """Every key in it that can check a signature. Raises KeyProblem where any of them cannot be
    used, or there is none."""
    if len(pasted) > MOST_CHARACTERS:
        raise KeyProblem(f"At most {MOST_CHARACTERS} characters.")
    if "PRIVATE KEY" in pasted:
        raise KeyProblem("This is a private key: make a new pair, and paste the public one.")
    text = pasted.strip()
    return _of_jwks(text) if text.startswith("{") else [_of_pem(text)]


def _of_pem(text: str) -> PublicKey:
    try:
        key = load_pem_public_key(text.encode())
    except Exception:  # the library has many errors, some of them panics of its own
        raise KeyProblem("Paste a public key as PEM, or a JWK set.") from None
    return _checked("", key)


def _of_jwks(text: str) -> list[PublicKey]:
    try:
        said = json.loads(text)
    except (ValueError, RecursionError):
        raise KeyProblem("This is no JSON.") from None
    entries = said.get("keys", [said])
    if not isinstance(entries, list) or not 0 < len(entries) <= MOST_KEYS:
        raise KeyProblem(f"A JWK set has 1 to {MOST_KEYS} keys.")
    found = [_of_jwk(entry) for entry in entries if _signs(entry)]
    if not found:
        raise KeyProblem("None of these keys is for signatures.")
    return found


def _signs(entry: object) -> bool:
    """Sets hold keys for encryption too: those are passed over."""
    return not isinstance(entry, Mapping) or entry.get("use", "sig") == "sig"


def _of_jwk(entry: object) -> PublicKey:
    if not isinstance(entry, Mapping):
        raise KeyProblem("A key of the set is no JSON object.")
    if PRIVATE_PARTS & entry.keys():
        raise KeyProblem("This holds a secret: paste the public parts alone.")
    try:
        key = jwt.PyJWK(dict(entry)).key
    except Exception:  # as above
        raise KeyProblem("A key of the set cannot be read.") from None
    kid = entry.get("kid", "")
    checked = _checked(kid if isinstance(kid, str) else "", key)
    if entry.get("alg", checked.algorithm) != checked.algorithm:
        raise KeyProblem("A key of the set is for another algorithm than RS256 or ES256.")
    return checked


def _checked(kid: str, key: Any) -> PublicKey:
    if isinstance(key, RSAPublicKey):
        if not LEAST_RSA_BITS <= key.key_size <= MOST_RSA_BITS:
            raise KeyProblem(f"An RSA key has {LEAST_RSA_BITS} to {MOST_RSA_BITS} bits.")
        algorithm = "RS256"
    elif isinstance(key, EllipticCurvePublicKey) and isinstance(key.curve, SECP256R1):
        algorithm = "ES256"
    else:
        raise KeyProblem("The key is neither RSA nor on the curve P-256.")
    pem = key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    return PublicKey(kid, algorithm, pem)
