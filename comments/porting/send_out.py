"""send_out: the conversations of a site leave in the form that another system takes in.

For the site's owner, who holds the addresses anyway: every comment in every state goes along, with
what its author gave. Read a thread at a time; memory does not grow with the site.
"""

from collections.abc import Callable, Iterator
from io import TextIOWrapper
from pathlib import Path
from typing import TextIO

from articles.public import Site
from comments.models import Comment, Decision, Thread
from comments.porting.writers import csv_table, disqus, native, remark42, wxr
from comments.porting.writers.discussion import Discussion, Discussions, Said
from newsroom.kernel.whole_file import whole_file

WRITERS: dict[str, Callable[[Discussions, str, TextIO], None]] = {
    "native": native.write,
    "wxr": wxr.write,
    "disqus": disqus.write,
    "remark42": remark42.write,
    "csv": csv_table.write,
}
NO_MORE = ("closed", "readonly", "off")

Progress = Callable[[int, int], None]


def send_out(site: Site, format: str, out: Path, progress: Progress) -> int:
    """How many comments were read. ``format``: a key of WRITERS. Raises OSError, and then there is
    no file."""
    threads = Thread.objects.filter(site=site, comments__isnull=False).distinct()
    reading = _Reading(site, progress, Comment.objects.filter(thread__site=site).count())
    with whole_file(out) as file:
        text = TextIOWrapper(file, encoding="utf-8", newline="", write_through=True)
        rows = threads.select_related("article").order_by("id")
        WRITERS[format](reading.discussions(rows.iterator()), site.key, text)
        text.detach()
    return reading.done


class _Reading:
    def __init__(self, site: Site, progress: Progress, total: int) -> None:
        self.site, self.done = site, 0
        self._progress, self._total = progress, total

    def discussions(self, threads: Iterator[Thread]) -> Discussions:
        for thread in threads:
            yield Discussion(
                article=thread.article.external_id,
                url=thread.article.url,
                title=thread.article.title,
                opened_at=thread.created,
                closed=thread.mode in NO_MORE,
                comments=self._comments(thread),
            )

    def _comments(self, thread: Thread) -> Iterator[Said]:
        # Replies are posted after what they answer; an import keeps that order, too.
        rows = Comment.objects.filter(thread=thread).order_by("id").prefetch_related("decisions")
        for row in rows.iterator(chunk_size=500):
            yield _said(row)
            self.done += 1
            self._progress(self.done, self._total)


def _said(row: Comment) -> Said:
    return Said(
        id=row.pk,
        parent=row.parent_id,
        in_reply_to=row.in_reply_to_id,
        name=row.name,
        email=row.email,
        website=row.website,
        badge=row.badge,
        staff=row.signed_in == "staff",
        ip=row.ip or "",
        text=row.body,
        html=row.html,
        status=row.status,
        created_at=row.created_at,
        edited_at=row.edited_at,
        votes=row.votes,
        score=row.score,
        reactions=row.reactions,
        pinned=row.pinned,
        picked=row.picked,
        decisions=[_decision(one) for one in row.decisions.all()],
    )


def _decision(one: Decision) -> dict[str, object]:
    return {
        "at": one.created,
        "before": one.before,
        "after": one.after,
        "by": one.actor,
        "reasons": one.reasons,
    }
