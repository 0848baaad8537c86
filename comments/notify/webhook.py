"""Tells the desk in its chat, or a program of its own, by one signed POST."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from comments.models import Appeal, DeskNews, Report, Webhook
from comments.notify.webhook_message import a_test, message
from comments.outside import signed_http
from comments.reading.dashboard import alarms
from comments.reading.queue import waiting
from comments.services import desk_news
from comments.services.webhooks import secret_of
from newsroom.kernel.egress import NotFetched, fetch

SECONDS = 10.0
MOST_BYTES = 64_000
AGAIN = timedelta(hours=1)
"""That many wait, or that a campaign runs, is said once in so long."""
Kind = DeskNews.Kind


@dataclass(frozen=True)
class Sent:
    status: int


@dataclass(frozen=True)
class NotSent:
    """``reason``: a sentence for the panel."""

    reason: str


def report_to_webhook(comment_pk: int, now: datetime) -> bool:
    rows = Report.objects.filter(comment=comment_pk, settled_at=None).order_by("-id")
    last = rows.values_list("reason", "comment__thread__site").first()
    if last is None:
        return False
    return desk_news.news(last[1], Kind.REPORTED, now, comment=comment_pk, detail=last[0])


def appeal_to_webhook(appeal_pk: int, now: datetime) -> bool:
    row = Appeal.objects.filter(pk=appeal_pk, state=Appeal.State.OPEN).first()
    return row is not None and desk_news.news(row.site_id, Kind.APPEAL, now, comment=row.comment_id)


def heat_to_webhook(site_pk: int, thread_pk: int | None, now: datetime) -> bool:
    """``thread_pk``: None where the site as a whole runs hot."""
    detail = "" if thread_pk is None else str(thread_pk)
    return desk_news.news(site_pk, Kind.HEAT, now, detail=detail)


def look_around(now: datetime) -> int:
    """What no single event says: that many wait, and that there are signs of a campaign."""
    return sum(_look(row, now) for row in Webhook.objects.filter(on=True))


def _look(row: Webhook, now: datetime) -> int:
    said = [(Kind.WAITING, "")] if waiting(row.site_id, row.waiting) >= row.waiting else []
    said += [(Kind.BRIGADE, code) for code, _ in alarms(row.site_id, now)]
    return sum(
        desk_news.news(row.site_id, kind, now, detail=code)
        for kind, code in said
        if kind in row.kinds and not desk_news.told_since(row.site_id, kind, code, now - AGAIN)
    )


def send_news(site_pk: int, now: datetime) -> Sent | NotSent | None:
    """One message with all that is unheard; None where nothing is."""
    told = desk_news.batch(site_pk, now)
    if told is None:
        return None
    answer = _post(told.row, told.id, message(told, now), now)
    if isinstance(answer, Sent):
        desk_news.arrived(told, now)
    else:
        desk_news.came_back(told, answer.reason, now)
    return answer


def send_test(row: Webhook, now: datetime) -> Sent | NotSent:
    """A message that says it is a test; it counts neither for nor against the receiver."""
    id = f"desk_{row.site_id}_test_{int(now.timestamp())}"
    return _post(row, id, a_test(row, id, now), now)


def _post(row: Webhook, id: str, body: bytes, now: datetime) -> Sent | NotSent:
    secret = secret_of(row)
    if secret is None:
        return NotSent("the secret was kept under a key that is gone: make a new one")
    headers = signed_http.headers(secret, id, int(now.timestamp()), body)
    answer = fetch(
        row.url, method="POST", headers=headers, body=body, max_bytes=MOST_BYTES, seconds=SECONDS
    )
    if isinstance(answer, NotFetched):
        return NotSent(answer.text)
    if 200 <= answer.status < 300:
        return Sent(answer.status)
    return NotSent(f"the receiver answered {answer.status}")
