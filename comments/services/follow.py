"""follow: who wants to be told of replies or of a thread, said twice, and ended with one click."""

from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet

from comments.identity import fingerprint, same_box
from comments.models import Comment, Subscription
from comments.role_accounts import is_role_account
from comments.services import keys

# Changes with the words of the form, the mail or the page that ask: the record says which it was.
CONSENT_TEXT = "follow-1"
ASKED, ACTIVE, ENDED = (
    Subscription.State.ASKED,
    Subscription.State.ACTIVE,
    Subscription.State.ENDED,
)


def ask(comment: Comment, kind: str, language: str, now: datetime, *, proven: bool) -> None:
    """Writes down what the form asked for; ``proven``: by whoever owns the address, so at once.

    Call it inside the transaction of the post. Who follows the thread already is left alone.
    """
    if not may_follow(comment.email):
        return
    state = ACTIVE if proven else ASKED
    try:
        with transaction.atomic():
            Subscription.objects.create(
                site_id=comment.commenter.site_id,
                thread_id=comment.thread_id,
                comment=comment,
                commenter_id=comment.commenter_id,
                box=box_of(comment.email),
                address=comment.email,
                kind=kind,
                language=language,
                state=state,
                consent_text=CONSENT_TEXT,
                asked_at=now,
                confirmed_at=now if proven else None,
                confirmed_how="proof" if proven else "",
            )
    except IntegrityError:
        return


def may_follow(address: str) -> bool:
    """Role accounts are read by people who never asked."""
    return bool(address) and not is_role_account(address)


def box_of(address: str) -> str:
    """The keyed hash of this very address."""
    return fingerprint(same_box(address), keys.pepper(), f"b{settings.PEPPER_ID}"[:15])


def asked_with(comment: Comment) -> QuerySet[Subscription]:
    """What waits for a yes that this comment's link can give."""
    mine = Subscription.objects.filter(state=ASKED, box=box_of(comment.email))
    thread = Q(thread_id=comment.thread_id, kind=Subscription.Kind.THREAD)
    return mine.filter(Q(comment=comment) | thread)


def about(comment: Comment) -> Q:
    """The subscriptions that a comment belongs to: of its thread, of what it answers, and of
    replies to whomever it names there. Naming somebody makes them follow nothing."""
    replies = Q(kind=Subscription.Kind.REPLIES)
    found = Q(kind=Subscription.Kind.THREAD, thread_id=comment.thread_id)
    found |= replies & Q(comment_id=comment.answered_id)
    if comment.mentions:
        named = Comment.objects.filter(pk__in=comment.mentions, thread_id=comment.thread_id)
        authors = named.values("commenter_id")
        found |= replies & Q(thread_id=comment.thread_id, commenter_id__in=authors)
    return found


def activate(comment: Comment, now: datetime, pace: str = "") -> int:
    """The owner of the address said yes, by a link; returns to how much. ``pace``: how often they
    want to hear; what is none of the words says nothing."""
    chosen = {"pace": pace} if pace in Subscription.Pace.values else {}
    rows = asked_with(comment)
    return rows.update(state=ACTIVE, confirmed_at=now, confirmed_how="link", **chosen)


def refuse(comment: Comment, now: datetime) -> int:
    return _end(asked_with(comment), "refused", now)


def end(subscription: int, how: str, now: datetime) -> bool:
    """Ends one; False where nothing was left to end."""
    rows = Subscription.objects.filter(pk=subscription).exclude(state=ENDED)
    return bool(_end(rows, how, now))


def end_own(site: int, box: str, subscription: int, now: datetime) -> bool:
    """The same from one's own page: only what belongs to the address that opened it."""
    rows = Subscription.objects.filter(pk=subscription, site_id=site, box=box)
    return bool(_end(rows.exclude(state=ENDED), "page", now))


def end_all_like(subscription: int, how: str, now: datetime) -> int:
    """Ends all that the same address has at the same site."""
    row = Subscription.objects.filter(pk=subscription).first()
    if row is None:
        return 0
    same = Subscription.objects.filter(site_id=row.site_id, box=row.box).exclude(state=ENDED)
    return _end(same, how, now)


def end_of_person(identity: str, how: str, now: datetime) -> int:
    """Ends all of an address everywhere, in any spelling."""
    theirs = Q(commenter__identity=identity) | Q(commenter__mailbox=identity)
    rows = Subscription.objects.filter(theirs).exclude(state=ENDED)
    return _end(rows, how, now)


def set_pace(site: int, box: str, subscription: int, pace: str) -> bool:
    if pace not in Subscription.Pace.values:
        return False
    rows = Subscription.objects.filter(pk=subscription, site_id=site, box=box, state=ACTIVE)
    return bool(rows.update(pace=pace))


def pace_of(subscription: int) -> str:
    """'' where it has ended, or is none."""
    rows = Subscription.objects.filter(pk=subscription, state=ACTIVE)
    return rows.values_list("pace", flat=True).first() or ""


def slow_down(subscription: int, pace: str) -> bool:
    """By the signed word of one of its mails, which only its owner has."""
    if pace not in Subscription.Pace.values:
        return False
    return bool(Subscription.objects.filter(pk=subscription, state=ACTIVE).update(pace=pace))


def language_of(subscription: int) -> str:
    rows = Subscription.objects.filter(pk=subscription)
    return rows.values_list("language", flat=True).first() or ""


def _end(rows: QuerySet[Subscription], how: str, now: datetime) -> int:
    return rows.update(state=ENDED, ended_at=now, ended_how=how)
