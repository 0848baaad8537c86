"""What is told to judges elsewhere, and what they tell their customer."""

from collections.abc import Iterable
from datetime import datetime

from comments.evidence.gather import Answer
from comments.evidence.outside import FORM, question, scorer_of, send, signed
from comments.models import Comment, Decision, Evidence, OutsideScorer
from comments.outside import akismet, signed_http
from comments.outside.answers import NoAnswer
from comments.pipeline.case import Missing
from comments.reading.replay import words_source
from comments.states import Status
from newsroom.kernel import notices

TEACHES = {Status.SPAM: True, Status.PUBLISHED: False}


def note_alerts(site_pk: int, answers: Iterable[Answer], now: datetime) -> None:
    """What a service wants its customer to hear is told once, to whoever runs the place."""
    for one in answers:
        alert = one.value.alert if isinstance(one.value, Missing) else _alert(one.details)
        if not alert:
            continue
        rows = OutsideScorer.objects.filter(site_id=site_pk, kind=one.scorer)
        if rows.exclude(alert=alert).update(alert=alert):
            notices.tell(f"{one.scorer}-{site_pk}", f"{one.scorer} says: {alert}", now)


def was_wrong(comment: Comment, to: Status) -> bool:
    """Whether some judge elsewhere said the contrary of what a person says now."""
    return to in TEACHES and any(True for _ in _wrong(comment, TEACHES[to]))


def teach(comment_pk: int) -> int:
    """Tells those who were wrong what a person decided last, with the fields of that time.
    Raises NoAnswer where one did not take it: the outbox tries again."""
    comment = Comment.objects.select_related("thread__article", "thread__site").get(pk=comment_pk)
    decision = Decision.objects.filter(comment=comment).first()
    if decision is None or decision.actor != "moderator" or comment.status not in TEACHES:
        return 0
    spam = TEACHES[Status(comment.status)]
    taught = 0
    for row in _wrong(comment, spam):
        scorer = scorer_of(comment.thread.site_id, row.scorer)
        if scorer is not None:
            _submit(scorer, comment, row, spam)
            taught += 1
    return taught


def _wrong(comment: Comment, spam: bool) -> Iterable[Evidence]:
    rows = Evidence.objects.filter(
        comment=comment, scorer__in=OutsideScorer.Kind.values, state=Evidence.State.OK
    ).order_by("scorer", "-revision")
    latest = {row.scorer: row for row in reversed(rows)}
    return (row for row in latest.values() if (row.value or {}).get("spam") is not spam)


def _submit(scorer: OutsideScorer, comment: Comment, row: Evidence, spam: bool) -> None:
    asked = question(comment, words_source(comment, row.revision))
    token = (row.details or {}).get("token", "")
    if scorer.kind == OutsideScorer.Kind.AKISMET:
        more = {"guid": token, "is_test": "1" if scorer.is_test else ""}
        url = akismet.address(scorer.url, "submit-spam" if spam else "submit-ham")
        answer = send(scorer, url, akismet.form(asked, scorer.key, **more), FORM)
        taken = akismet.was_taken(answer.status, answer.body)
    else:
        body = signed_http.message(
            asked,
            kind="comment.feedback",
            with_address=scorer.with_address,
            token=token,
            spam=spam,
            is_test=scorer.is_test,
        )
        id_ = f"feedback_{comment.pk}_{comment.revision}_{int(spam)}"
        taken = send(scorer, scorer.url, body, signed(scorer, id_, body)).status in (200, 202, 204)
    if not taken:
        raise NoAnswer(f"{scorer.kind} did not take the feedback")


def _alert(details: object) -> str:
    return str(details.get("alert", "")) if isinstance(details, dict) else ""
