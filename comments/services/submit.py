"""submit: a request to post becomes a waiting comment and a promise to judge it, in one
transaction; or a refusal with a reason, and nothing stored."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F

from articles.public import ArticleRef
from comments import form_token, text
from comments.models import Comment, Commenter, Policy, SignedIn
from comments.pipeline.order import GATE
from comments.pipeline.run import first
from comments.services import follow, keys, mails
from comments.services.asking import first_status
from comments.services.attempt import Attempt, Draft, attempt_of
from comments.services.avatars import avatar_of
from comments.services.blocks import count_hits
from comments.services.mention import named_in
from comments.services.place import place_of
from comments.states import Status
from newsroom.kernel import outbox

# What a comment waits for first: the review, or its author's word.
ACCEPTED = {
    Status.PENDING: "comment.submitted",
    Status.UNCONFIRMED: "comment.unconfirmed",
}


@dataclass(frozen=True)
class Accepted:
    comment: Comment
    repeated: bool = False


@dataclass(frozen=True)
class Refused:
    """``reason`` is the API's error code; ``wait`` seconds until another try may pass."""

    reason: str
    wait: int | None = None


def submit(article: ArticleRef, draft: Draft, policy: Policy, now: datetime) -> Accepted | Refused:
    """The whole gate. ``policy``: the site's, as the edge has just read it. The same
    ``idempotency`` key with the same content answers with the first comment; with other content
    it is refused."""
    known = _already(article, draft)
    if known is not None:
        return known
    attempt = attempt_of(article, draft, policy, now)
    objection = first(GATE, attempt.post())
    if objection is not None:
        if objection.reason == "blocked":
            count_hits(attempt.blocks, now)
        return Refused(objection.reason)
    wait = attempt.slow_wait()
    if wait is not None:
        return Refused("slow_mode", wait)
    wait = attempt.rate_wait()
    if wait is not None:
        return Refused("rate_limited", wait)
    return _store(attempt)


def _already(article: ArticleRef, draft: Draft) -> Accepted | Refused | None:
    if not draft.idempotency:
        return None
    found = Comment.objects.filter(idempotency=_idempotency(article, draft)).first()
    if found is None:
        return None
    same = found.request_digest == _request_digest(article, draft)
    return Accepted(found, repeated=True) if same else Refused("idempotency_mismatch")


def _idempotency(article: ArticleRef, draft: Draft) -> str | None:
    if not draft.idempotency:
        return None
    return hashlib.sha256(f"{article.site_pk}\0{draft.idempotency}".encode()).hexdigest()


def _request_digest(article: ArticleRef, draft: Draft) -> str:
    said = (article.pk, draft.parent, draft.name, draft.email, draft.website, draft.body)
    return hmac.digest(keys.pepper(), repr(said).encode(), hashlib.sha256).hex()


def _store(attempt: Attempt) -> Accepted | Refused:
    article, draft = attempt.article, attempt.draft
    fields = _written(attempt)
    try:
        with transaction.atomic():
            commenter = _commenter(attempt)
            # Once more, now that the author's row is ours: two clicks at one moment.
            refused = _second_click(attempt)
            if refused is not None:
                return _already(article, draft) or refused
            comment = Comment.objects.create(commenter=commenter, **fields)
            _promise(attempt, comment)
    except IntegrityError:  # the same key came twice at once: the other one made the comment
        return _already(article, draft) or Refused("duplicate")
    return Accepted(comment)


def _second_click(attempt: Attempt) -> Refused | None:
    if attempt.said_before():
        return Refused("duplicate")
    wait = attempt.slow_wait()
    return None if wait is None else Refused("slow_mode", wait)


def _written(attempt: Attempt) -> dict[str, Any]:
    """The columns of the comment, but for its author's row."""
    return {
        **_where(attempt),
        **_who(attempt),
        **_what(attempt),
        **_whence(attempt),
        "created_at": attempt.now,
        "idempotency": _idempotency(attempt.article, attempt.draft),
        "request_digest": _request_digest(attempt.article, attempt.draft),
    }


def _where(attempt: Attempt) -> dict[str, Any]:
    place = place_of(attempt.parent, attempt.policy.reply_depth)
    return {
        "thread": attempt.thread,
        "parent": place.parent,
        "depth": place.depth,
        "in_reply_to": place.in_reply_to,
    }


def _who(attempt: Attempt) -> dict[str, Any]:
    draft, member = attempt.draft, attempt.draft.member
    asked = "" if member else draft.email
    return {
        "name": draft.name or "Guest",
        "email": draft.email,
        "website": draft.website,
        "avatar": avatar_of(attempt.article.site_pk, attempt.identity),
        "badge": member.badge if member else "",
        "signed_in": (member.role or SignedIn.MEMBER) if member else "",
        "status": first_status(attempt.policy, asked, proven=attempt.proven).value,
        "confirmed_at": attempt.now if attempt.proven else None,
    }


def _what(attempt: Attempt) -> dict[str, Any]:
    body = attempt.draft.body
    named = named_in(body, attempt.draft.mentions, attempt.thread, attempt.article.url)
    return {
        "body": body,
        "html": named.render(body),
        "mentions": named.pks,
        "digest": text.digest(body),
    }


def _whence(attempt: Attempt) -> dict[str, Any]:
    draft = attempt.draft
    return {
        "ip": draft.ip or None,
        "user_agent": draft.user_agent[:300],
        "seconds_to_write": form_token.age(draft.form, attempt.now),
        "honeypot": draft.honeypot,
    }


def _promise(attempt: Attempt, comment: Comment) -> None:
    """What is to happen next, in the same transaction."""
    wish, now = attempt.draft.subscribe, attempt.now
    if wish != "none":
        follow.ask(comment, wish, attempt.article.language, now, proven=attempt.proven)
    outbox.record(ACCEPTED[Status(comment.status)], comment.pk, now=now)


def _commenter(attempt: Attempt) -> Commenter:
    """One row an identity; the newest name stands in it, and what the publisher vouches for."""
    draft, now = attempt.draft, attempt.now
    vouched = _vouched(draft, now)
    while True:
        commenter, made = Commenter.objects.get_or_create(
            site_id=attempt.article.site_pk,
            identity=attempt.identity,
            defaults={
                "email": draft.email,
                "name": draft.name or "Guest",
                "first_seen": now,
                "last_seen": now,
                **vouched,
            },
        )
        # Held from here on. None to hold: erased since we looked, and this is somebody new.
        mine = Commenter.objects.filter(pk=commenter.pk, identity=attempt.identity)
        if made or mine.update(last_seen=now, name=draft.name or F("name"), **vouched):
            return commenter


def _vouched(draft: Draft, now: datetime) -> dict[str, Any]:
    """What is kept of an address that the publisher says is the author's."""
    if not draft.vouched:
        return {}
    return {"email": draft.email, "mailbox": mails.recipient(draft.email), "confirmed_at": now}
