"""attempt: one post, with all that has to be known of it before it is let in."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from articles.public import ArticleRef
from comments import form_token, text
from comments.member_tokens import Member
from comments.models import Block, Comment, Policy, Thread
from comments.pipeline.case import Post
from comments.services import keys, mails
from comments.services.asking import address_problem, is_proven
from comments.services.blocks import find
from comments.services.members import identity_of_member
from comments.services.slow import slow_wait
from comments.services.threads import Terms, terms_of, thread_of
from comments.states import Status
from newsroom.kernel import limits
from newsroom.kernel.http import address_prefix

DUPLICATE_WINDOW = timedelta(days=1)


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
class Attempt:
    """``proven``: the address is the author's, by what their browser keeps or by the publisher's
    word."""

    article: ArticleRef
    draft: Draft
    policy: Policy
    thread: Thread
    terms: Terms
    parent: Comment | None
    identity: str
    proven: bool
    blocks: tuple[int, ...]
    """Numbers of the blocks that refuse it at the door."""
    now: datetime

    def post(self) -> Post:
        """What the gate judges."""
        article, draft, parent = self.article, self.draft, self.parent
        form_key = keys.purpose_key("form")
        return Post(
            mode=self.terms.mode,
            verified=draft.member is not None or self.proven,
            parent_found=not draft.parent
            or (parent is not None and parent.thread_id == self.thread.pk),
            parent_visible=parent is None or parent.status == Status.PUBLISHED,
            form_problem=form_token.check(
                draft.form, article.site_key, article.id, self.now, form_key
            ),
            honeypot=draft.honeypot,
            duplicate=self.said_before(),
            signed_in=draft.member is not None,
            blocked=bool(self.blocks),
            address_problem=None if draft.vouched else address_problem(self.policy, draft.email),
        )

    def said_before(self) -> bool:
        """The same words by the same author in this thread. Without an address: by the same words
        and name, as nothing else tells two guests apart."""
        draft = self.draft
        same = Comment.objects.filter(
            thread=self.thread,
            digest=text.digest(draft.body),
            created_at__gte=self.now - DUPLICATE_WINDOW,
        ).exclude(status=Status.WITHDRAWN)
        if draft.email or draft.member:
            return same.filter(commenter__identity=self.identity).exists()
        return same.filter(name=draft.name, email="").exists()

    def slow_wait(self) -> int | None:
        known = bool(self.draft.email) or self.draft.member is not None
        return slow_wait(
            self.thread,
            self.terms,
            identity=self.identity,
            ip=self.draft.ip,
            known=known,
            now=self.now,
        )

    def rate_wait(self) -> int | None:
        """Counts the post against its network address, which many may share, and its author."""
        policy = self.policy
        place = limits.Limit("post", policy.posts_per_minute, 60)
        person = limits.Limit("post-each", policy.posts_per_minute_each, 60)
        site, network = policy.site_id, address_prefix(self.draft.ip)
        return limits.hit_in_turn(
            [(place, f"{site}:{network}"), (person, f"{site}:{self.identity}")], self.now
        )


def attempt_of(article: ArticleRef, draft: Draft, policy: Policy, now: datetime) -> Attempt:
    thread = thread_of(article, now)
    return Attempt(
        article=article,
        draft=draft,
        policy=policy,
        thread=thread,
        terms=terms_of(thread, article, policy, now),
        parent=Comment.objects.filter(pk=draft.parent).first() if draft.parent else None,
        identity=identity_of(article.site_pk, draft),
        proven=draft.vouched or is_proven(article.site_pk, draft.email, draft.proof, now),
        blocks=refusing(find(article.site_pk, draft.email, draft.ip or None, now)),
        now=now,
    )


def refusing(blocks: Iterable[Block]) -> tuple[int, ...]:
    return tuple(one.pk for one in blocks if one.effect == Block.Effect.REFUSE)


def identity_of(site: int, draft: Draft) -> str:
    """Of whoever is signed in; else the keyed hash of the canonical address; without an address
    everyone is somebody new."""
    if draft.member is not None:
        return identity_of_member(site, draft.member)
    if not draft.email:
        return f"none:{uuid.uuid4().hex}"
    return mails.recipient(draft.email)
