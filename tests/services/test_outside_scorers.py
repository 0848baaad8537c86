"""Judges elsewhere, played by a server on this machine that answers, hangs, errs and lies."""

import base64
import hashlib
import hmac
import json
import threading
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs

import pytest

from articles.models import Article, Site
from comments.models import Comment, Decision, Evidence, OutsideScorer
from comments.services.moderate import moderate
from comments.services.outside import teach
from comments.services.review import AskedAgain, review
from comments.services.threads import policy_of
from comments.states import Status
from newsroom.kernel.models import Notice, OutboxEvent
from tests.factories import a_comment, a_posted
from tests.web_server import Answer, Asked, WebServer, serving

pytestmark = pytest.mark.django_db
KEY = "secret-key-of-mine"
THANKS = Answer(200, b"Thanks for making the web a better place.")


@pytest.fixture
def server(settings: Any) -> Iterator[WebServer]:
    with serving() as running:
        settings.EGRESS_ALLOW = [running.place]
        yield running


@pytest.fixture
def akismet(site: Site, server: WebServer) -> OutsideScorer:
    return a_scorer(site, server, "akismet")


@pytest.fixture
def http(site: Site, server: WebServer) -> OutsideScorer:
    return a_scorer(site, server, "http_scorer")


def a_scorer(site: Site, server: WebServer, kind: str, **more: Any) -> OutsideScorer:
    url = server.url("" if kind == "akismet" else "/judge").rstrip("/")
    return OutsideScorer.objects.create(site=site, kind=kind, on=True, url=url, key=KEY, **more)


@pytest.fixture
def judged(article: Article, now: datetime) -> Callable[..., Comment]:
    """What becomes of a comment of somebody who is known here."""
    a_comment(article, email="ada@example.org")

    def run(**fields: Any) -> Comment:
        comment = a_posted(article, now, email="ada@example.org", **fields)
        review(comment.pk, now)
        comment.refresh_from_db()
        return comment

    return run


def reasons(comment: Comment) -> list[str]:
    return list(Decision.objects.filter(comment=comment).latest("id").reasons)


def form(asked: Asked) -> dict[str, str]:
    return {name: value[0] for name, value in parse_qs(asked.body.decode()).items()}


# --- Akismet: the answer ---


def test_nobody_is_asked_where_nothing_is_turned_on(
    server: WebServer, site: Site, judged: Any
) -> None:
    a_scorer(site, server, "akismet")
    OutsideScorer.objects.update(on=False)
    assert judged().status == Status.PUBLISHED
    assert server.asked == []
    assert Evidence.objects.get(scorer="akismet").state == "skipped"


@pytest.mark.parametrize(
    ("word", "asks", "status"),
    [
        (b"true", "hold", Status.HELD),
        (b"true", "spam", Status.SPAM),
        (b"false", "spam", Status.PUBLISHED),
    ],
)
def test_its_word_leads_to_what_the_site_says(
    akismet: OutsideScorer, server: WebServer, judged: Any, word: bytes, asks: str, status: Status
) -> None:
    OutsideScorer.objects.update(asks=asks)
    server.answer = Answer(200, word)
    assert judged().status == status


@pytest.mark.parametrize(
    "answer",
    [
        Answer(200, b"invalid", {"X-akismet-debug-help": "We were unable to parse your blog URI"}),
        Answer(200, b""),
        Answer(200, b"True"),
        Answer(200, b"<html>true</html>"),
        Answer(500, b"true"),
        Answer(302, b"false", {"Location": "/x"}),
        Answer(200, b"false" * 100_000),
    ],
    ids=range(7),
)
def test_anything_but_true_and_false_is_no_answer(
    akismet: OutsideScorer, server: WebServer, judged: Any, answer: Answer
) -> None:
    server.answer = answer
    comment = judged()
    assert (comment.status, reasons(comment)) == (Status.HELD, ["scorer_missing"])


def test_a_certain_answer_may_lead_further(
    akismet: OutsideScorer, server: WebServer, judged: Any
) -> None:
    OutsideScorer.objects.update(blatant="spam")
    server.answer = Answer(200, b"true")
    assert judged().status == Status.HELD
    server.answer = Answer(200, b"true", {"X-akismet-pro-tip": "discard"})
    assert judged().status == Status.SPAM


def test_what_is_told_is_what_its_protocol_asks_for(
    akismet: OutsideScorer, server: WebServer, judged: Any, article: Article
) -> None:
    OutsideScorer.objects.update(is_test=True)
    server.answer = Answer(200, b"false")
    judged(body="Fine words & more.", name="Ada", ip="192.0.2.9", user_agent="Agent/1")
    [asked] = server.asked
    told = form(asked)
    assert (asked.method, asked.path) == ("POST", "/1.1/comment-check")
    assert told["api_key"] == KEY
    assert told["blog"] == "https://daily.example"
    assert told["permalink"] == article.url
    assert (told["user_ip"], told["user_agent"]) == ("192.0.2.9", "Agent/1")
    assert (told["comment_author"], told["comment_author_email"]) == ("Ada", "ada@example.org")
    assert (told["comment_content"], told["comment_type"]) == ("Fine words & more.", "comment")
    assert told["is_test"] == "1"


def test_it_is_asked_again_when_it_wants_to_be(
    akismet: OutsideScorer, server: WebServer, article: Article, now: datetime
) -> None:
    a_comment(article, email="ada@example.org")
    comment = a_posted(article, now, email="ada@example.org")
    server.answer = Answer(200, b"false", {"X-akismet-recheck-after": "900"})
    again = review(comment.pk, now)
    assert isinstance(again, AskedAgain) and (again.due - now).total_seconds() >= 900
    server.answer = Answer(200, b"true")
    review(comment.pk, again.due, tries=2)
    assert form(server.asked[1])["recheck_reason"] == "recheck"
    comment.refresh_from_db()
    assert comment.status == Status.HELD


def test_what_it_has_to_say_to_its_customer_is_told_once(
    akismet: OutsideScorer, server: WebServer, judged: Any
) -> None:
    alert = {"X-akismet-alert-code": "10003", "X-akismet-alert-msg": "Your key has expired"}
    server.answer = Answer(200, b"false", alert)
    judged()
    Notice.objects.all().delete()
    judged()
    assert not Notice.objects.exists()
    OutsideScorer.objects.update(alert="")
    judged()
    assert "10003: Your key has expired" in Notice.objects.get().said


# --- Akismet: what people say of its answers ---


@pytest.mark.parametrize(
    ("word", "to", "call"),
    [
        (b"true", Status.PUBLISHED, "/1.1/submit-ham"),
        (b"false", Status.SPAM, "/1.1/submit-spam"),
    ],
)
def test_it_hears_when_people_say_the_contrary(
    akismet: OutsideScorer,
    server: WebServer,
    judged: Any,
    editor: Any,
    now: datetime,
    word: bytes,
    to: Status,
    call: str,
) -> None:
    server.answer = Answer(200, word, {"X-akismet-guid": "g-17"})
    comment = judged(body="As it was said.", name="Ada")
    moderate(comment, to, editor, now)
    assert OutboxEvent.objects.filter(name="comment.corrected").count() == 1
    server.answer = THANKS
    assert teach(comment.pk) == 1
    asked, told = server.asked[-1], form(server.asked[-1])
    assert (asked.path, told["guid"]) == (call, "g-17")
    assert (told["comment_content"], told["comment_author"]) == ("As it was said.", "Ada")


def test_it_hears_nothing_when_people_agree(
    akismet: OutsideScorer, server: WebServer, judged: Any, editor: Any, now: datetime
) -> None:
    server.answer = Answer(200, b"true")
    moderate(judged(), Status.SPAM, editor, now)
    assert not OutboxEvent.objects.filter(name="comment.corrected").exists()


def test_feedback_that_is_not_taken_is_tried_again(
    akismet: OutsideScorer, server: WebServer, judged: Any, editor: Any, now: datetime
) -> None:
    server.answer = Answer(200, b"true")
    comment = judged()
    moderate(comment, Status.PUBLISHED, editor, now)
    server.answer = Answer(200, b"busy")
    with pytest.raises(Exception, match="did not take"):
        teach(comment.pk)


# --- One's own scorer ---


def test_a_message_is_signed_as_standard_webhooks_are(
    http: OutsideScorer, server: WebServer, judged: Any
) -> None:
    server.answer = Answer(200, b'{"spam": false}')
    judged(body="Fine words.")
    [asked] = server.asked
    id, at = asked.headers["webhook-id"], asked.headers["webhook-timestamp"]
    digest = hmac.digest(KEY.encode(), f"{id}.{at}.".encode() + asked.body, hashlib.sha256)
    assert asked.headers["webhook-signature"] == "v1," + base64.b64encode(digest).decode()
    told = json.loads(asked.body)
    assert (told["type"], told["body"]) == ("comment.check", "Fine words.")


@pytest.mark.parametrize("may", [False, True])
def test_addresses_leave_only_where_the_site_lets_them(
    http: OutsideScorer, server: WebServer, judged: Any, may: bool
) -> None:
    OutsideScorer.objects.update(with_address=may)
    server.answer = Answer(200, b'{"spam": false}')
    judged(ip="192.0.2.9")
    assert (b"ada@example.org" in server.asked[0].body) is may
    assert (b"192.0.2.9" in server.asked[0].body) is may


def test_its_score_and_reason_are_kept(http: OutsideScorer, server: WebServer, judged: Any) -> None:
    server.answer = Answer(200, b'{"spam": true, "score": 0.93, "reason": "sold\\u0000 here"}')
    assert judged().status == Status.HELD
    row = Evidence.objects.get(scorer="http_scorer")
    assert (row.score, row.reason) == (0.93, "sold here")


@pytest.mark.parametrize(
    "body",
    [b"", b"true", b"[]", b'{"spam": "no"}', b'{"spam": 0}', b'{"ham": true}', b"{" * 5000,
     b'{"spam": false, "score": 7}', b'{"spam": false, "score": NaN}', b"[" * 60_000,
     b'{"spam": false, "reason": {}}', b'{"spam": false} ' + b"x" * 100_000, b"\xff\xfe"],
    ids=range(13),
)  # fmt: skip
def test_an_answer_that_is_none_publishes_nothing(
    http: OutsideScorer, server: WebServer, judged: Any, body: bytes
) -> None:
    server.answer = Answer(200, body)
    assert judged().status == Status.HELD


# --- Either of them away ---


def test_a_scorer_that_hangs_is_not_waited_for(
    http: OutsideScorer, server: WebServer, judged: Any
) -> None:
    done = threading.Event()
    OutsideScorer.objects.update(seconds=1)

    def hang(asked: Asked) -> Answer:
        done.wait(10)
        return Answer(200, b'{"spam": false}')

    server.answer = hang
    comment = judged()
    done.set()
    assert (comment.status, reasons(comment)) == (Status.HELD, ["scorer_missing"])
    assert "timeout" in Evidence.objects.get(scorer="http_scorer").reason


def test_a_scorer_that_failed_several_times_is_left_alone(
    http: OutsideScorer, server: WebServer, judged: Any
) -> None:
    server.answer = Answer(500)
    for _ in range(5):
        assert judged().status == Status.HELD
    assert len(server.asked) == 3


def test_a_site_may_go_on_without_it(
    http: OutsideScorer, server: WebServer, judged: Any, site: Site
) -> None:
    policy = policy_of(site.pk)
    policy.on_missing = ["http_scorer:ignore"]
    policy.save()
    server.answer = Answer(500)
    assert judged().status == Status.PUBLISHED


def test_a_liar_that_finds_nothing_wrong_publishes_nothing(
    http: OutsideScorer, server: WebServer, judged: Any
) -> None:
    server.answer = Answer(200, b'{"spam": false, "score": 0.0}')
    assert judged(honeypot=True).status == Status.SPAM


def test_a_liar_that_finds_everything_wrong_loses_nothing(
    http: OutsideScorer, server: WebServer, judged: Any
) -> None:
    server.answer = Answer(200, b'{"spam": true, "blatant": true, "score": 1.0}')
    assert judged().status == Status.HELD


def test_a_place_inside_this_network_is_not_asked(
    http: OutsideScorer, server: WebServer, judged: Any, settings: Any
) -> None:
    settings.EGRESS_ALLOW = []
    assert judged().status == Status.HELD
    assert server.asked == []
