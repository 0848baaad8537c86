"""Akismet's protocol: fields out, headers and a word back."""

from collections.abc import Mapping
from urllib.parse import urlencode

from comments.outside.answers import NoAnswer, Opinion
from comments.outside.question import Question

HOME = "https://rest.akismet.com"
LONGEST_WAIT = 3 * 86_400
WORDS = {b"true": True, b"false": False}


def address(base: str, call: str) -> str:
    """``call``: comment-check, submit-spam or submit-ham."""
    return f"{(base or HOME).rstrip('/')}/1.1/{call}"


def form(question: Question, key: str, **more: str) -> bytes:
    """The body of a check, and, with the same fields, of feedback on it."""
    fields = {
        "api_key": key,
        "blog": question.site_url,
        "user_ip": question.ip,
        "user_agent": question.user_agent,
        "permalink": question.article_url,
        "comment_type": "reply" if question.is_reply else "comment",
        "comment_author": question.name,
        "comment_author_email": question.email,
        "comment_author_url": question.website,
        "comment_content": question.body,
        "comment_date_gmt": question.created,
        "comment_post_modified_gmt": question.published,
        "blog_lang": question.language,
        "blog_charset": "UTF-8",
        **more,
    }
    return urlencode({name: value for name, value in fields.items() if value}).encode()


def opinion(status: int, headers: Mapping[str, str], body: bytes) -> Opinion:
    """Raises NoAnswer for anything but ``true`` and ``false``: an error is not ham."""
    alert = _alert(headers)
    word = body.strip()
    if status != 200 or word not in WORDS:
        help_ = headers.get("x-akismet-debug-help", "") or headers.get("x-akismet-error", "")
        raise NoAnswer(f"status {status}: {help_ or _shown(word)}"[:200], alert)
    return Opinion(
        spam=WORDS[word],
        blatant=WORDS[word] and headers.get("x-akismet-pro-tip") == "discard",
        token=headers.get("x-akismet-guid", "")[:100],
        alert=alert,
        again_after=_seconds(headers.get("x-akismet-recheck-after", "")),
    )


def was_taken(status: int, body: bytes) -> bool:
    """Whether feedback arrived."""
    return status == 200 and body.strip().startswith(b"Thanks for making the web a better place")


def _alert(headers: Mapping[str, str]) -> str:
    code = headers.get("x-akismet-alert-code", "")
    return f"{code}: {headers.get('x-akismet-alert-msg', '')}"[:300] if code else ""


def _seconds(said: str) -> float | None:
    if not said.isdecimal() or not said.isascii() or len(said) > 9:
        return None
    return float(min(int(said), LONGEST_WAIT)) or None


def _shown(word: bytes) -> str:
    return repr(word[:40].decode("ascii", "replace"))
