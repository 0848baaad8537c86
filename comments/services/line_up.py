"""line_up: brings a comment's places in the queue after what has become of it. Call it inside the
transaction of whatever changed: a decision, an edit, a report."""

from dataclasses import asdict
from typing import Any

from django.db.models import Count, Max

from comments import text
from comments.models import Appeal, Comment, Decision, Evidence, QueueEntry, Report, Tab, standing
from comments.states import Status
from comments.urgency import urgency

BY_STATUS = {Status.HELD: Tab.WAITING, Status.SPAM: Tab.SPAM, Status.REJECTED: Tab.REJECTED}
# Decisions that nobody has to look at again: history that came from elsewhere.
HISTORY = {"imported"}
# Undone decisions in a row; after as many it is anybody's guess.
LOOK_BACK = 20


def line_up(comment_pk: int) -> None:
    # Locked, or a report would line up what a decision takes out at the same moment.
    rows = Comment.objects.select_for_update(of=("self",), no_key=True)
    comment = rows.select_related("thread", "commenter").get(pk=comment_pk)
    wanted = _wanted(comment)
    entries = QueueEntry.objects.filter(comment=comment_pk)
    entries.exclude(tab__in=list(wanted)).delete()
    for tab, values in wanted.items():
        entries.update_or_create(comment=comment, tab=tab, defaults=values)


def tabs_of(
    status: Status, decision: Decision | None, *, reported: bool, appealed: bool
) -> list[Tab]:
    """Where a comment belongs whose words are still there; ``decision`` is the one that counts."""
    appeals = [Tab.APPEALS] * appealed
    if status in BY_STATUS:
        return [BY_STATUS[status], *appeals]
    if status is not Status.PUBLISHED:
        return appeals
    return [Tab.REPORTED] * reported + [Tab.UNSEEN] * _unseen(decision) + appeals


def _wanted(comment: Comment) -> dict[Tab, dict[str, Any]]:
    """What stands in each tab that the comment belongs into."""
    if comment.erased_at is not None:
        return {}
    status, decision = Status(comment.status), _latest(comment)
    reports = _open_reports(comment) if status is Status.PUBLISHED else {}
    appealed = Appeal.objects.filter(comment=comment, state=Appeal.State.OPEN).exists()
    tabs = tabs_of(status, decision, reported=bool(reports), appealed=appealed)
    return {tab: _entry(comment, decision, reports) for tab in tabs}


def _entry(comment: Comment, decision: Decision | None, reports: dict[str, int]) -> dict[str, Any]:
    reasons = list(decision.reasons) if decision else []
    found = urgency(
        reasons,
        reports,
        thread_size=comment.thread.count,
        replies=comment.reply_count,
        depth=comment.depth,
        score=_score(comment),
    )
    return {
        "site_id": comment.thread.site_id,
        "thread_id": comment.thread_id,
        "urgency": found.value,
        "parts": asdict(found),
        "reason": (reasons[0] if reasons else "")[:60],
        "has_link": bool(text.links(comment.body)) or bool(comment.website),
        "first_timer": comment.commenter.approved == 0,
        "created_at": comment.created_at,
    }


def _latest(comment: Comment) -> Decision | None:
    return standing(comment.decisions.order_by("-id")[:LOOK_BACK])


def _unseen(decision: Decision | None) -> bool:
    if decision is None or decision.actor != "machine":
        return False
    return not HISTORY.intersection(decision.reasons)


def _open_reports(comment: Comment) -> dict[str, int]:
    rows = Report.objects.filter(comment=comment, settled_at=None).order_by()
    return dict(rows.values_list("reason").annotate(n=Count("pk")))


def _score(comment: Comment) -> float | None:
    """The highest probability of spam that a scorer has said of these words."""
    rows = Evidence.objects.filter(comment=comment, revision=comment.revision)
    found = rows.filter(state=Evidence.State.OK, score__isnull=False).aggregate(most=Max("score"))
    score: float | None = found["most"]
    return None if score is None else min(1.0, max(0.0, score))
