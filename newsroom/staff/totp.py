"""Codes that an app shows, a new one every thirty seconds: RFC 6238 with SHA-1 and six digits,
which is what every app speaks. Pure."""

import base64
import hashlib
import hmac
import secrets
import struct
from datetime import datetime
from urllib.parse import quote

SECONDS = 30
DRIFT = 1  # steps that clocks may differ by, either way


def new_secret() -> str:
    """In base32, as people may have to type it."""
    return base64.b32encode(secrets.token_bytes(20)).decode()


def step_at(now: datetime) -> int:
    return int(now.timestamp()) // SECONDS


def code_of(secret: str, step: int) -> str:
    digest = hmac.digest(base64.b32decode(secret), struct.pack(">Q", step), hashlib.sha1)
    at = digest[-1] & 15
    number: int = struct.unpack(">I", digest[at : at + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06}"


def step_of(secret: str, code: str, now: datetime) -> int | None:
    """The step whose code that is, as near to ``now`` as clocks may differ; None for none."""
    plain = code.replace(" ", "")
    if len(plain) != 6 or not (plain.isascii() and plain.isdigit()):
        return None
    here = step_at(now)
    near = range(here - DRIFT, here + DRIFT + 1)
    return next((n for n in near if hmac.compare_digest(code_of(secret, n), plain)), None)


def address_of(secret: str, account: str, issuer: str) -> str:
    """What an app reads from the picture."""
    label = f"{quote(issuer, '')}:{quote(account, '')}"
    return f"otpauth://totp/{label}?secret={secret}&issuer={quote(issuer, '')}"
