"""staff_reply: somebody of the desk answers a comment in public, as the newsroom. It passes no
gate and waits for nobody; followers' mails wait until it can no longer be undone at a key."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.db import IntegrityError, transaction

from articles.public import Site
from comments import modes, text
from comments.identity import fingerprint
from comments.models import CardEntry, Comment, Commenter, SignedIn
from comments.notify.words import words
from comments.services import keys
from comments.services.apply import Applied, Move, apply
from comments.services.avatars import avatar_of
from comments.services.canned import filled
from comments.services.place import place_of
from comments.services.threads import mode_in, policy_of
from comments.services.undo import GRACE
from comments.states import Status
from newsroom.kernel import outbox
from newsroom.kernel.fields import clean_line, clean_text

What = CardEntry.What


@dataclass(frozen=True)
class Voice:
    """Under what readers see it."""

    name: str
    badge: str


@dataclass(frozen=True)
class Answered:
    reply: Comment


@dataclass(frozen=True)
class NotAnswered:
    why: Literal["not_published", "thread_frozen"]


def voice_of(user: Any, site: Site, language: str) -> Voice:
    """Their full name, or the site's: never the account's name, which may be an address."""
    badge = words(language or site.language).t("badge_newsroom")
    return Voice(user.get_full_name().strip() or site.name, badge)


def staff_reply(
    comment: Comment, body: object, once: object, by: AbstractBaseUser, now: datetime
) -> Answered | NotAnswered:
    """``once``: a word of the form's own; the same one again is the same answer, not a second.
    Raises FieldError."""
    article = comment.thread.article
    said = clean_text(body, max_length=policy_of(article.site_id).max_body, required=True)
    said = filled(said, text.literal(comment.name), text.literal(article.title))
    mark = _mark(by, clean_line(once, max_length=60, required=True))
    if comment.status != Status.PUBLISHED:
        return NotAnswered("not_published")
    if _frozen(comment, now):
        return NotAnswered("thread_frozen")
    try:
        with transaction.atomic():
            return Answered(_published(comment, said, mark, by, now))
    except IntegrityError:  # the same form, sent twice
        return Answered(Comment.objects.get(idempotency=mark))


def _frozen(comment: Comment, now: datetime) -> bool:
    """Closed for readers is not closed for the newsroom: what nobody sees, or what shall stand as
    it stands, is."""
    mode = mode_in(comment.thread, policy_of(comment.thread.site_id), now)
    return modes.frozen(mode) is not None


def _published(
    comment: Comment, said: str, mark: str, by: AbstractBaseUser, now: datetime
) -> Comment:
    article = comment.thread.article
    voice = voice_of(by, article.site, article.language)
    author = _author(article.site, voice, by, now)
    place = place_of(comment, policy_of(article.site_id).reply_depth)
    reply = Comment.objects.create(
        thread=comment.thread,
        parent=place.parent,
        depth=place.depth,
        in_reply_to=place.in_reply_to,
        commenter=author,
        name=voice.name,
        badge=voice.badge,
        signed_in=SignedIn.STAFF,
        avatar=avatar_of(article.site_id, author.identity),
        body=said,
        html=text.render(said),
        digest=text.digest(said),
        idempotency=mark,
        created_at=now,
    )
    move = Move(Status.PUBLISHED, "moderator", ["staff_reply"], by=by, grace=GRACE)
    assert isinstance(apply(reply, move, now), Applied)
    CardEntry.objects.create(
        comment=comment, what=What.ANSWERED, text=str(reply.pk), by_id=by.pk, created=now
    )
    return reply


def take_back(reply: Comment, by: AbstractBaseUser, now: datetime) -> bool:
    """Their own answer goes, at any time; in the first seconds no follower ever hears of it.
    False where it is not theirs, or is gone."""
    if reply.commenter.identity != _identity(by) or reply.status != Status.PUBLISHED:
        return False
    with transaction.atomic():
        move = Move(Status.WITHDRAWN, "author", ["withdrawn_by_author"], by=by)
        if not isinstance(apply(reply, move, now), Applied):
            return False
        outbox.take_back("comment.published", reply.pk, now)
        CardEntry.objects.create(
            comment=reply.in_reply_to or reply.parent or reply,
            what=What.TAKEN_BACK,
            text=str(reply.pk),
            by_id=by.pk,
            created=now,
        )
    return True


def _identity(by: AbstractBaseUser) -> str:
    return fingerprint(f"staff:{by.pk}", keys.pepper(), settings.PEPPER_ID)


def _author(site: Site, voice: Voice, by: AbstractBaseUser, now: datetime) -> Commenter:
    values = {"name": voice.name, "last_seen": now}
    author, _ = Commenter.objects.update_or_create(
        site=site,
        identity=_identity(by),
        defaults=values,
        create_defaults={**values, "first_seen": now},
    )
    return author


def _mark(by: AbstractBaseUser, once: str) -> str:
    return hashlib.sha256(f"staff\0{by.pk}\0{once}".encode()).hexdigest()
