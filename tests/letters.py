"""What was mailed, as its recipient sees it."""

import re
from email.message import Message
from typing import Any

from django.core import mail

ADDRESS = re.compile(r"https?://[^\s<>\"]+")


def letters(to: str = "") -> list[Any]:
    """What left so far, to one recipient or to all."""
    return [one for one in mail.outbox if not to or one.to == [to]]


def links_in(letter: Any) -> list[str]:
    """The addresses of its plain text, in order."""
    return ADDRESS.findall(letter.body)


def token(letter: Any, page: str) -> str:
    """Of the first link that leads to ``page``, such as ``confirm``."""
    return next(link for link in links_in(letter) if f"/{page}/" in link).rpartition("/")[2]


def code(letter: Any) -> str:
    found = re.search(r"\b(\d{3}) (\d{3})\b", letter.body)
    assert found, letter.body
    return found[1] + found[2]


def way_out(letter: Any) -> str:
    """The one-click address of RFC 8058, as a mail program finds it."""
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    return str(letter.extra_headers["List-Unsubscribe"]).strip("<>")


def raw(letter: Any) -> bytes:
    """Every byte that leaves, decoded as a reader's program decodes it."""
    message: Message = letter.message()
    parts = [part for part in message.walk() if not part.is_multipart()]
    bodies = [part.get_payload(decode=True) or b"" for part in parts]
    heads = "\n".join(f"{name}: {value}" for name, value in message.items())
    return heads.encode() + b"\n" + b"\n".join(bytes(body) for body in bodies)
