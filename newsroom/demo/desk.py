"""The demo's desk in the middle of its day: what the machine held and why, what two moderators
decided, what readers reported, and appeals that wait for an answer."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from itertools import cycle
from operator import itemgetter
from typing import Any

from django.contrib.auth import get_user_model

from articles.models import Site
from comments.evidence.gather import SCORERS, as_evidence, gather
from comments.models import Comment
from comments.roles import Role
from comments.services.appeals import appeal
from comments.services.apply import Move, apply
from comments.services.appoint import appoint
from comments.services.desk_notes import assign, note_on
from comments.services.facts import case_of
from comments.services.moderate import REASONS
from comments.services.people import set_state
from comments.services.record_evidence import record_evidence
from comments.services.report import report
from comments.services.review import move_of
from comments.services.threads import policy_of
from comments.states import Status

# Nobody elsewhere is asked about invented people: no name server, no service.
WITHIN = {name: SCORERS[name] for name in ("lists", "same_text", "learned_spam")}
READS = timedelta(minutes=25)
LEFT_IN_QUEUE = 4  # spam that nobody has got to yet
REFUSALS = ("insult", "hate", "against_the_rules")
PLEAS = (
    "I was angry, and the word was wrong. The question was not: please print the rest of it.",
    "I meant the machine, and not the woman who bought it.",
)
REPORTS = (
    ("abuse", "He says this about her below every article."),
    ("false", "The figure is wrong, the city's own report says 340."),
    ("off_topic", ""),
    ("privacy", "This is where my mother works."),
)


def live(site: Site, waiting: list[tuple[Comment, Status]], now: datetime) -> None:
    """``waiting``: comments that nobody has judged yet, and where each shall end."""
    mira, tom = member("mira", site, Role.SENIOR, now), member("tom", site, Role.MODERATOR, now)
    ended = {one: [row for row, end in waiting if end is one] for one in Status}
    for comment in ended[Status.PUBLISHED][::3]:
        set_state(comment.commenter, "trusted", "Known to the desk", None, mira, comment.created_at)
    desk = cycle((mira, tom))
    said = [(one, Status.PUBLISHED, next(desk), "") for one in ended[Status.PUBLISHED]]
    said += [(one, Status.SPAM, tom, "") for one in ended[Status.SPAM][LEFT_IN_QUEUE:]]
    refused = zip(ended[Status.REJECTED], REFUSALS, strict=False)
    said += [(one, Status.REJECTED, mira, reason) for one, reason in refused]
    day: list[tuple[datetime, Callable[[datetime], object]]] = [
        *((one.created_at, partial(judge, one)) for one, _ in waiting),
        *((min(one[0].created_at + READS, now), partial(decide, *one)) for one in said),
    ]
    for then, act in sorted(day, key=itemgetter(0)):
        act(then)
    for comment, plea in zip(ended[Status.REJECTED], PLEAS, strict=False):
        appeal(Comment.objects.get(pk=comment.pk), plea, policy_of(site.pk), "", now)
    tell(site, ended[Status.HELD], mira, tom, now)


def member(name: str, site: Site, role: Role, now: datetime) -> Any:
    """Somebody who is on record and cannot sign in: the account has no password."""
    user, _ = get_user_model().objects.get_or_create(username=name)
    appoint(user, site, role, now)
    return user


def judge(comment: Comment, then: datetime) -> None:
    """As the review does it; no mail to the desk leaves."""
    comment.commenter.refresh_from_db()  # what the desk has said of them since
    answers = gather(comment, then, WITHIN)
    record_evidence(comment, answers, then)
    policy = policy_of(comment.thread.site_id)
    move = move_of(case_of(comment, policy, as_evidence(answers), then), policy, then)
    apply(comment, replace(move, silent=True), then)


def decide(comment: Comment, to: Status, by: Any, reason: str, then: datetime) -> None:
    """A moderator's word, where the machine has not said the same."""
    if comment.status != to:
        move = Move(to=to, actor="moderator", by=by, reasons=[reason or REASONS[to]], silent=True)
        apply(comment, move, then)


def tell(site: Site, held: list[Comment], mira: Any, tom: Any, now: datetime) -> None:
    """What readers and colleagues say."""
    seen = Comment.objects.visible().filter(thread__site=site, thread__article__language="en")
    replies = seen.filter(parent__isnull=False).order_by("-id")
    for comment, (reason, note) in zip(replies, REPORTS, strict=False):
        report(comment, "demo-reader-1", reason, note, now)
        if reason == "abuse":
            report(comment, "demo-reader-2", reason, "", now)
    assign(held[0], tom.pk, now)
    note_on(
        held[1], "The third of this kind today; I have asked the council's press office.", mira, now
    )
    set_state(
        held[1].commenter, "watched", "Goes for people rather than arguments", None, mira, now
    )
