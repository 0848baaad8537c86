"""erase: everything that is kept of one address goes, and threads keep their shape.

A comment at a time, each in a transaction of its own: what a crash cuts short, the next run ends.
Erasing twice is the same as once. What somebody posts meanwhile is a new comment of somebody new.
"""

import logging
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F, QuerySet

from comments.identity import same_box
from comments.models import Comment, Commenter, Erasure, Link, Mail, Subscription
from comments.services import follow, mails
from comments.services.apply import REFUSALS, Move, apply
from comments.services.blank import blank
from comments.services.hold_evidence import erase_later
from comments.services.learn import unlearn
from comments.services.members import commenters_of
from comments.services.sweep import forget_if_silent
from comments.states import Status

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Found:
    """Primary keys of all that belongs to an address at one site."""

    site: int
    authors: list[int]
    comments: list[int]
    subscriptions: list[int]
    mails: list[int]
    links: list[int]

    def __bool__(self) -> bool:
        return any((self.authors, self.comments, self.subscriptions, self.mails, self.links))


def find(address: str, site: int, *, every_spelling: bool = False) -> Found:
    """By this very address: `ada+x@` may be somebody else's than `ada@`. ``every_spelling``: by
    all that are taken for one person."""
    person = mails.recipient(address)
    authors = Commenter.objects.filter(pk__in=commenters_of(site, person))

    def theirs(rows: Iterable[tuple[int, str]]) -> list[int]:
        """What has no address any more goes with the rest of the author."""
        box = same_box(address)
        return [pk for pk, said in rows if every_spelling or not said or same_box(said) == box]

    comments = Comment.objects.filter(commenter__in=authors).order_by("pk")
    sent = Mail.objects.filter(site_id=site, recipient=person)
    links = Link.objects.filter(site_id=site, address__iexact=address)
    return Found(
        site,
        list(authors.values_list("pk", flat=True)),
        theirs(comments.values_list("pk", "email")),
        list(_subscriptions(address, site, authors, every_spelling).values_list("pk", flat=True)),
        theirs(sent.values_list("pk", "address")),
        list(links.values_list("pk", flat=True)),
    )


def erase(found: Found, how: str, now: datetime) -> None:
    """The links last: by one of them a run that was cut short is begun again."""
    Subscription.objects.filter(pk__in=found.subscriptions).delete()
    unlearn(found.comments, now)
    if found.comments:
        nobody = _nobody(found.site, now)
        for pk in found.comments:
            _erase_comment(pk, nobody, now)
    for author in found.authors:
        _forget_author(author)
    Mail.objects.filter(pk__in=found.mails).delete()
    if found.comments or found.subscriptions:
        _write_down(found, how, now)
    Link.objects.filter(pk__in=found.links).delete()


def _subscriptions(
    address: str, site: int, authors: QuerySet[Commenter], every_spelling: bool
) -> QuerySet[Subscription]:
    if every_spelling:
        return Subscription.objects.filter(commenter__in=authors)
    return Subscription.objects.filter(site_id=site, box=follow.box_of(address))


def _nobody(site: int, now: datetime) -> int:
    """Whose the places are from now on: one of chance, that no address leads to."""
    identity = f"gone:{uuid.uuid4().hex}"
    row = Commenter.objects.create(site_id=site, identity=identity, first_seen=now, last_seen=now)
    return int(row.pk)


def _erase_comment(pk: int, nobody: int, now: datetime) -> None:
    with transaction.atomic():
        row = Comment.objects.select_for_update().filter(pk=pk).first()
        if row is None or erase_later(pk):
            return
        # Spam and what a person removed stays what it is: emptied all the same.
        apply(row, Move(Status.WITHDRAWN, "author", ["erased"]), now)
        blank(pk, now)
        refused = int(row.status in REFUSALS)
        author = Commenter.objects.filter(pk=row.commenter_id)
        author.update(refused=F("refused") - refused)
        Commenter.objects.filter(pk=nobody).update(refused=F("refused") + refused)
        Comment.objects.filter(pk=pk).update(commenter_id=nobody)


def erase_kept(pk: int, now: datetime) -> None:
    """What had to be kept as evidence when its author asked, and need not be any more. Call it in
    a transaction."""
    row = Comment.objects.get(pk=pk)
    unlearn([pk], now)
    _erase_comment(pk, _nobody(row.commenter.site_id, now), now)
    _forget_author(row.commenter_id)


def _forget_author(author: int) -> None:
    """Where comments by another spelling of the address remain, their name and address stand."""
    with transaction.atomic():
        forget_if_silent(author)
        newest = Comment.objects.filter(commenter=author).order_by("-id").first()
        if newest is not None:
            Commenter.objects.filter(pk=author).update(email=newest.email, name=newest.name)


def _write_down(found: Found, how: str, now: datetime) -> None:
    """That it was done, and not for whom."""
    count, ended = len(found.comments), len(found.subscriptions)
    Erasure.objects.create(
        site_id=found.site, how=how, comments=count, subscriptions=ended, created=now
    )
    log.info("erased by %s: %d comments, %d subscriptions", how, count, ended)
