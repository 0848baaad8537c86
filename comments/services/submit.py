"""submit: a request to post becomes a waiting comment and a promise to judge it, in one
transaction; or a refusal with a reason, and nothing stored."""

import hashlib
import hmac
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F

from articles.public import ArticleRef
from comments import form_token, text
from comments.member_tokens import Member
from comments.models import Comment, Commenter, Policy, SignedIn, Thread
from comments.pipeline.case import Post
from comments.pipeline.order import GATE
from comments.pipeline.run import first
from comments.services import follow, keys, mails
from comments.services.asking import address_problem, first_status, is_proven
from comments.services.avatars import avatar_of
from comments.services.members import identity_of_member
from comments.services.mention import named_in
from comments.services.place import place_of
from comments.services.slow import slow_wait
from comments.services.threads import Terms, policy_of, terms_of, thread_of
from comments.states import Status
from newsroom.kernel import limits, outbox
from newsroom.kernel.http import address_prefix

DUPLICATE_WINDOW = timedelta(days=1)
# What a comment waits for first: the review, or its author's word.
ACCEPTED = {
    Status.PENDING: "comment.submitted",
    Status.UNCONFIRMED: "comment.unconfirmed",
}


@dataclass(frozen=True)
class Draft:
    """Checked input of one post; ``ip`` as declared proxies vouch for it. ``member``: whoever is
    signed in, and then ``name`` is theirs and ``email``, where they have one."""

    name: str
    email: str
    website: str
    body: str
    parent: int | None = None
    form: str = ""
    honeypot: bool = False
    idempotency: str = ""
    ip: str = ""
    user_agent: str = ""
    proof: str = ""
    subscribe: str = "none"
    mentions: tuple[int, ...] = ()
    member: Member | None = None

    @property
    def vouched(self) -> bool:
        """Whether the publisher says that the address is the author's."""
        return self.member is not None and self.member.vouched


@dataclass(frozen=True)
class Accepted:
    comment: Comment
    repeated: bool = False


@dataclass(frozen=True)
class Refused:
    """``reason`` is the API's error code; ``wait`` seconds until another try may pass."""

    reason: str
    wait: int | None = None


def submit(article: ArticleRef, draft: Draft, now: datetime) -> Accepted | Refused:
    """The whole gate. The same ``idempotency`` key with the same content answers with the first
    comment; with other content it is refused."""
    policy = policy_of(article.site_pk)
    known = _already(article, draft)
    if known is not None:
        return known
    thread = thread_of(article, now)
    parent = Comment.objects.filter(pk=draft.parent).first() if draft.parent else None
    identity = identity_of(article.site_pk, draft)
    terms = terms_of(thread, article, policy, now)
    post = _post(article, thread, policy, terms, parent, identity, draft, now)
    objection = first(GATE, post)
    if objection is not None:
        return Refused(objection.reason)
    wait = _slow(thread, terms, identity, draft, now)
    if wait is not None:
        return Refused("slow_mode", wait)
    wait = _wait(policy, identity, draft, now)
    if wait is not None:
        return Refused("rate_limited", wait)
    return _store(article, thread, policy, terms, parent, identity, draft, now)


def identity_of(site: int, draft: Draft) -> str:
    """Of whoever is signed in; else the keyed hash of the canonical address; without an address
    everyone is somebody new."""
    if draft.member is not None:
        return identity_of_member(site, draft.member)
    if not draft.email:
        return f"none:{uuid.uuid4().hex}"
    return mails.recipient(draft.email)


def _post(
    article: ArticleRef,
    thread: Thread,
    policy: Policy,
    terms: Terms,
    parent: Comment | None,
    identity: str,
    draft: Draft,
    now: datetime,
) -> Post:
    key = keys.purpose_key("form")
    return Post(
        mode=terms.mode,
        verified=draft.member is not None
        or is_proven(article.site_pk, draft.email, draft.proof, now),
        parent_found=not draft.parent or (parent is not None and parent.thread_id == thread.pk),
        parent_visible=parent is None or parent.status == Status.PUBLISHED,
        form_problem=form_token.check(draft.form, article.site_key, article.id, now, key),
        honeypot=draft.honeypot,
        duplicate=_said_before(thread, identity, draft, now),
        signed_in=draft.member is not None,
        address_problem=None if draft.vouched else address_problem(policy, draft.email),
    )


def _slow(thread: Thread, terms: Terms, identity: str, draft: Draft, now: datetime) -> int | None:
    known = bool(draft.email) or draft.member is not None
    return slow_wait(thread, terms, identity=identity, ip=draft.ip, known=known, now=now)


def _said_before(thread: Thread, identity: str, draft: Draft, now: datetime) -> bool:
    """The same words by the same author in this thread. Without an address: by the same words
    and name, as nothing else tells two guests apart."""
    same = Comment.objects.filter(
        thread=thread, digest=text.digest(draft.body), created_at__gte=now - DUPLICATE_WINDOW
    ).exclude(status=Status.WITHDRAWN)
    if draft.email or draft.member:
        return same.filter(commenter__identity=identity).exists()
    return same.filter(name=draft.name, email="").exists()


def _wait(policy: Policy, identity: str, draft: Draft, now: datetime) -> int | None:
    """Counts the post against its network address, which many may share, and its author."""
    place = limits.Limit("post", policy.posts_per_minute, 60)
    person = limits.Limit("post-each", policy.posts_per_minute_each, 60)
    return limits.hit(place, f"{policy.site_id}:{address_prefix(draft.ip)}", now) or limits.hit(
        person, f"{policy.site_id}:{identity}", now
    )


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


def _store(
    article: ArticleRef,
    thread: Thread,
    policy: Policy,
    terms: Terms,
    parent: Comment | None,
    identity: str,
    draft: Draft,
    now: datetime,
) -> Accepted | Refused:
    place = place_of(parent, policy.reply_depth)
    proven = draft.vouched or is_proven(article.site_pk, draft.email, draft.proof, now)
    asked = "" if draft.member else draft.email
    status = first_status(policy, asked, proven=proven)
    named = named_in(draft.body, draft.mentions, thread, article.url)
    try:
        with transaction.atomic():
            commenter = _commenter(article.site_pk, identity, draft, now)
            # Once more, now that the author's row is ours: two clicks at one moment.
            if _said_before(thread, identity, draft, now):
                return _already(article, draft) or Refused("duplicate")
            wait = _slow(thread, terms, identity, draft, now)
            if wait is not None:
                return _already(article, draft) or Refused("slow_mode", wait)
            comment = Comment.objects.create(
                thread=thread,
                parent=place.parent,
                depth=place.depth,
                in_reply_to=place.in_reply_to,
                commenter=commenter,
                name=draft.name or "Guest",
                email=draft.email,
                website=draft.website,
                avatar=avatar_of(article.site_pk, identity),
                body=draft.body,
                html=named.render(draft.body),
                mentions=named.pks,
                digest=text.digest(draft.body),
                status=status.value,
                badge=draft.member.badge if draft.member else "",
                signed_in=(draft.member.role or SignedIn.MEMBER) if draft.member else "",
                created_at=now,
                confirmed_at=now if proven else None,
                idempotency=_idempotency(article, draft),
                request_digest=_request_digest(article, draft),
                ip=draft.ip or None,
                user_agent=draft.user_agent[:300],
                seconds_to_write=form_token.age(draft.form, now),
                honeypot=draft.honeypot,
            )
            if draft.subscribe != "none":
                follow.ask(comment, draft.subscribe, article.language, now, proven=proven)
            outbox.record(ACCEPTED[status], comment.pk, now=now)
    except IntegrityError:  # the same key came twice at once: the other one made the comment
        return _already(article, draft) or Refused("duplicate")
    return Accepted(comment)


def _commenter(site_pk: int, identity: str, draft: Draft, now: datetime) -> Commenter:
    """One row an identity; the newest name stands in it, and what the publisher vouches for."""
    vouched = _vouched(draft, now)
    while True:
        commenter, made = Commenter.objects.get_or_create(
            site_id=site_pk,
            identity=identity,
            defaults={
                "email": draft.email,
                "name": draft.name or "Guest",
                "first_seen": now,
                "last_seen": now,
                **vouched,
            },
        )
        # Held from here on. None to hold: erased since we looked, and this is somebody new.
        mine = Commenter.objects.filter(pk=commenter.pk, identity=identity)
        if made or mine.update(last_seen=now, name=draft.name or F("name"), **vouched):
            return commenter


def _vouched(draft: Draft, now: datetime) -> dict[str, Any]:
    """What is kept of an address that the publisher says is the author's."""
    if not draft.vouched:
        return {}
    return {"email": draft.email, "mailbox": mails.recipient(draft.email), "confirmed_at": now}
