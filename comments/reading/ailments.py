"""What is wrong with the judging of comments, in sentences for whoever runs the house."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from comments.learning.scorer import Kind
from comments.models import LearnedScorer
from comments.reading.learned import trouble
from comments.services.take_up import waiting_since

ALARM = timedelta(minutes=10)


def late_reviews(now: datetime) -> Iterator[str]:
    if late := waiting_since(now - ALARM).count():
        yield f"{late} comments have waited over 10 minutes to be judged: is a worker running?"


def learned_scores(now: datetime) -> Iterator[str]:
    rows = LearnedScorer.objects.select_related("site").order_by("site_id", "kind")
    for row in rows.defer("live"):
        if said := trouble(row.site_id, Kind(row.kind)):
            yield f"{row.site.key}, {row.kind}: {said} See ./run manage models {row.site.key}."
