"""A scorer of one's own over HTTP: JSON, signed as the Standard Webhooks specification has it.

POST {"type": "comment.check", "id", "site", "article_url", "language", "name", "website",
      "body", "links": [], "is_reply", "created_at", "email"?, "ip"?, "user_agent"?}
200  {"spam": true|false, "blatant"?: bool, "score"?: 0..1, "reason"?: str, "token"?: str}
"""

import base64
import hashlib
import hmac
import json
import math
from typing import Any

from comments.outside.answers import NoAnswer, Opinion
from comments.outside.question import Question

KNOWN = {"spam", "blatant", "score", "reason", "token"}


def message(question: Question, *, kind: str, with_address: bool, **more: object) -> bytes:
    """The body to send; mail and network addresses only where the site lets them go."""
    told: dict[str, object] = {
        "type": kind,
        "id": question.id,
        "site": question.site,
        "article_url": question.article_url,
        "language": question.language,
        "name": question.name,
        "website": question.website,
        "body": question.body,
        "links": list(question.links),
        "is_reply": question.is_reply,
        "created_at": question.created,
        **more,
    }
    if with_address:
        told |= {"email": question.email, "ip": question.ip, "user_agent": question.user_agent}
    return json.dumps(told, ensure_ascii=False).encode("utf-8", "replace")


def signature(key: str, id: str, seconds: int, body: bytes) -> str:
    """``v1,`` and the HMAC-SHA-256 of ``id.seconds.body``. A key ``whsec_…`` holds base64."""
    signed = f"{id}.{seconds}.".encode() + body
    return "v1," + base64.b64encode(hmac.digest(_secret(key), signed, hashlib.sha256)).decode()


def headers(key: str, id: str, seconds: int, body: bytes) -> dict[str, str]:
    return {
        "Content-Type": "application/json",
        "webhook-id": id,
        "webhook-timestamp": str(seconds),
        "webhook-signature": signature(key, id, seconds, body),
    }


def opinion(status: int, body: bytes) -> Opinion:
    """Raises NoAnswer for anything that is not just such an answer."""
    if status != 200:
        raise NoAnswer(f"status {status}")
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        raise NoAnswer("no JSON") from None
    if not isinstance(told, dict) or not isinstance(told.get("spam"), bool):
        raise NoAnswer("spam is neither true nor false")
    return Opinion(
        spam=told["spam"],
        blatant=told["spam"] and told.get("blatant") is True,
        score=_score(told.get("score")),
        reason=_line(told.get("reason")),
        token=_line(told.get("token")),
    )


def _score(value: Any) -> float | None:
    if value is None:
        return None
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if not number or not math.isfinite(value) or not 0 <= value <= 1:
        raise NoAnswer("the score is no number from 0 to 1")
    return float(value)


def _line(value: Any) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise NoAnswer("reason and token are texts")
    return " ".join("".join(c for c in value[:200] if c.isprintable()).split())[:100]


def _secret(key: str) -> bytes:
    if not key.startswith("whsec_"):
        return key.encode()
    try:
        return base64.b64decode(key.removeprefix("whsec_"), validate=True)
    except ValueError:
        return key.encode()
