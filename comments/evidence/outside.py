"""Asks the judges elsewhere that a site turned on, each within its seconds and behind a breaker.

A site that turned none on has the null scorer: nothing was asked, so nothing is missing.
"""

import time
from collections.abc import Callable
from datetime import UTC, datetime

from django.conf import settings
from django.core.cache import cache

from comments import text
from comments.models import Comment, Evidence, OutsideScorer
from comments.outside import akismet, signed_http
from comments.outside.answers import NoAnswer, Opinion
from comments.outside.question import Question
from comments.pipeline.case import Missing, Scored, Skipped
from newsroom.kernel.egress import Fetched, NotFetched, fetch

MOST_BYTES = 64_000
# After so many failures in a row nobody waits for it for a while.
FAILURES = 3
PAUSE = 60
# Both together must leave time for the other scorers.
LONGEST_WAIT = 8  # seconds

Answer = Scored | Missing | Skipped


def ask_akismet(comment: Comment, now: datetime) -> Answer:
    return _asked(comment, OutsideScorer.Kind.AKISMET, now, _akismet)


def ask_http_scorer(comment: Comment, now: datetime) -> Answer:
    return _asked(comment, OutsideScorer.Kind.HTTP, now, _http)


def scorer_of(site_pk: int, kind: str) -> OutsideScorer | None:
    return OutsideScorer.objects.filter(site_id=site_pk, kind=kind, on=True).first()


def question(comment: Comment, body: str | None = None) -> Question:
    """``body``: the source of another revision than the latest."""
    source = comment.body if body is None else body
    article = comment.thread.article
    return Question(
        id=str(comment.pk),
        site=comment.thread.site.key,
        site_url=_home(comment),
        article_url=article.url,
        language=article.language,
        body=text.plain(source),
        name=comment.name,
        email=comment.email,
        website=comment.website,
        links=tuple(text.links(source)[:100]),
        ip=comment.ip or "",
        user_agent=comment.user_agent,
        is_reply=comment.depth > 0,
        created=_iso(comment.created_at),
        published=_iso(article.published_at) if article.published_at else "",
    )


def send(scorer: OutsideScorer, url: str, body: bytes, headers: dict[str, str]) -> Fetched:
    """Raises NoAnswer."""
    answer = fetch(
        url,
        method="POST",
        headers=headers,
        body=body,
        max_bytes=MOST_BYTES,
        seconds=float(min(LONGEST_WAIT, scorer.seconds)),
    )
    if isinstance(answer, NotFetched):
        raise NoAnswer(answer.reason)
    return answer


def _asked(
    comment: Comment, kind: str, now: datetime, ask: Callable[..., Opinion]
) -> Scored | Missing | Skipped:
    scorer = scorer_of(comment.thread.site_id, kind)
    if scorer is None:
        return Skipped("not turned on")
    breaker = f"outside:{scorer.pk}"
    if cache.get(breaker, 0) >= FAILURES:
        return Missing("it failed several times and is left alone for a minute")
    try:
        said = ask(scorer, comment, _was_missing(comment, kind))
    except NoAnswer as error:
        cache.set(breaker, cache.get(breaker, 0) + 1, PAUSE)
        return Missing(str(error), alert=error.alert)
    cache.set(breaker, 0, PAUSE)
    if said.again_after is not None:
        return Missing("it wants to be asked again", said.again_after, said.alert)
    return _scored(scorer, said)


def _scored(scorer: OutsideScorer, said: Opinion) -> Scored:
    asks = scorer.blatant if said.blatant and scorer.blatant == "spam" else scorer.asks
    value = {"spam": said.spam, "blatant": said.blatant, "asks": asks}
    details = {"token": said.token, "alert": said.alert}
    return Scored(value, said.score, said.reason, details, version=scorer.kind)


def _was_missing(comment: Comment, kind: str) -> bool:
    rows = Evidence.objects.filter(comment=comment, revision=comment.revision, scorer=kind)
    return rows.filter(state=Evidence.State.MISSING).exists()


def _akismet(scorer: OutsideScorer, comment: Comment, again: bool) -> Opinion:
    more = {"is_test": "1"} if scorer.is_test else {}
    if again:
        more["recheck_reason"] = "recheck"
    elif comment.edited_at:
        more["recheck_reason"] = "edit"
    body = akismet.form(question(comment), scorer.key, **more)
    answer = send(scorer, akismet.address(scorer.url, "comment-check"), body, FORM)
    return akismet.opinion(answer.status, answer.headers, answer.body)


FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def _http(scorer: OutsideScorer, comment: Comment, again: bool) -> Opinion:
    body = signed_http.message(
        question(comment),
        kind="comment.check",
        with_address=scorer.with_address,
        is_test=scorer.is_test,
        again=again,
    )
    answer = send(scorer, scorer.url, body, signed(scorer, f"check_{comment.pk}", body))
    return signed_http.opinion(answer.status, answer.body)


def signed(scorer: OutsideScorer, id: str, body: bytes) -> dict[str, str]:
    # The receiver compares with its own clock, so this is the machine's, not the story's.
    return signed_http.headers(scorer.key, id, int(time.time()), body)


def _home(comment: Comment) -> str:
    domains = comment.thread.site.domains
    return f"https://{domains[0]}" if domains else settings.PUBLIC_URL


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
