"""bring_in: a comment that was written elsewhere, or long ago, takes its place here with its own
time and status. For importers and the demo; no mail leaves, nothing is judged."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction

from articles.public import ArticleRef
from comments import text
from comments.identity import canonical, fingerprint
from comments.models import Comment, Commenter, Decision
from comments.services import keys
from comments.services.apply import settle
from comments.services.avatars import avatar_of
from comments.services.line_up import line_up
from comments.services.place import Place, place_of
from comments.services.threads import policy_of, thread_of
from comments.states import Status


@dataclass(frozen=True)
class Past:
    """One comment of the past, its fields checked by whoever read it. ``key`` is its name in the
    source: the same key again changes nothing."""

    key: str
    name: str
    email: str
    website: str
    body: str
    created_at: datetime
    status: Status
    parent: Comment | None = None
    badge: str = ""
    reasons: tuple[str, ...] = ("imported",)


def brought_in(article: ArticleRef, key: str) -> Comment | None:
    """What was brought in by this name before, under any article of the site."""
    found: Comment | None = Comment.objects.filter(idempotency=_mark(article, key)).first()
    return found


def bring_in(article: ArticleRef, past: Past) -> Comment:
    found = brought_in(article, past.key)
    if found is not None:
        return found
    mark = _mark(article, past.key)
    thread = thread_of(article, past.created_at)
    place = Place()
    if past.parent is not None:
        place = place_of(past.parent, policy_of(article.site_pk).reply_depth)
    with transaction.atomic():
        author = _author(article.site_pk, past, mark)
        comment: Comment = Comment.objects.create(
            thread=thread,
            parent=place.parent,
            depth=place.depth,
            in_reply_to=place.in_reply_to,
            commenter=author,
            name=past.name,
            email=past.email,
            website=past.website,
            badge=past.badge,
            avatar=avatar_of(article.site_pk, author.identity),
            body=past.body,
            html=text.render(past.body),
            digest=text.digest(past.body),
            status=past.status.value,
            created_at=past.created_at,
            decided_at=past.created_at,
            idempotency=mark,
        )
        Decision.objects.create(
            comment=comment,
            revision=1,
            before=Status.PENDING.value,
            after=past.status.value,
            actor="machine",
            reasons=list(past.reasons),
            created=past.created_at,
        )
        settle(comment, Status.PENDING, past.status)
        line_up(comment.pk)
    return comment


def _mark(article: ArticleRef, key: str) -> str:
    return hashlib.sha256(f"{article.site_pk}\0import\0{key}".encode()).hexdigest()


def _author(site_pk: int, past: Past, mark: str) -> Commenter:
    if past.email:
        identity = fingerprint(canonical(past.email), keys.pepper(), settings.PEPPER_ID)
    else:
        identity = f"none:{mark[:32]}"
    author, _ = Commenter.objects.get_or_create(
        site_id=site_pk,
        identity=identity,
        defaults={
            "email": past.email,
            "name": past.name,
            "first_seen": past.created_at,
            "last_seen": past.created_at,
        },
    )
    return author
