"""The counts that heat is read from, in sliding windows; each looks at a bounded number of rows."""

from datetime import datetime, timedelta

from comments.heat import Pulse
from comments.models import Comment, Report
from comments.states import Status

HOUR = timedelta(hours=1)
LATELY = timedelta(minutes=10)
MOST = 500  # comments: a thread that gets more in an hour is known by these
STOPPED = (Status.HELD, Status.REJECTED, Status.SPAM, Status.REMOVED)


def pulse_of_thread(thread_pk: int, now: datetime) -> Pulse:
    return _pulse({"thread": thread_pk}, {"comment__thread": thread_pk}, now)


def pulse_of_site(site_pk: int, now: datetime) -> Pulse:
    return _pulse({"thread__site": site_pk}, {"comment__thread__site": site_pk}, now)


def active_threads(now: datetime) -> list[tuple[int, int]]:
    """(thread, site) of those written in, or reported from, within the last hour."""
    written = Comment.objects.order_by("-id").values_list(
        "thread_id", "thread__site_id", "created_at"
    )
    reported = Report.objects.order_by("-id").values_list(
        "comment__thread_id", "comment__thread__site_id", "created"
    )
    newest = [*written[: 4 * MOST], *reported[:MOST]]
    return sorted({(thread, site) for thread, site, at in newest if now - HOUR <= at <= now})


def _pulse(of_comments: dict[str, int], of_reports: dict[str, int], now: datetime) -> Pulse:
    rows = Comment.objects.filter(**of_comments).order_by("-id")
    newest = rows.values_list("created_at", "status", "commenter__approved")[:MOST]
    hour = [(at, status, known) for at, status, known in newest if now - HOUR <= at <= now]
    reports = Report.objects.filter(**of_reports).order_by("-id").values_list("created", flat=True)
    return Pulse(
        lately=sum(at >= now - LATELY for at, _, _ in hour),
        comments=len(hour),
        reports=sum(now - HOUR <= at <= now for at in reports[:MOST]),
        newcomers=sum(not known for _, _, known in hour),
        stopped=sum(status in STOPPED for _, status, _ in hour),
    )
