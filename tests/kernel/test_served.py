"""The real application under the real server, on a port: what clients without manners meet."""

import gzip
import json
import socket
from collections.abc import Iterator

import brotli
import pytest
from django.utils import timezone

from articles.models import Article
from comments.models import Comment
from newsroom.bridge import SMALL_BODY
from tests.factories import a_form, a_site, an_article
from tests.running import Newsroom

SCRIPT = "/embed/v1.js"
THREAD = "/api/v1/sites/daily/comments"


@pytest.fixture(scope="module")
def served(django_db_setup: None, django_db_blocker: object) -> Iterator[Newsroom]:
    """One server for the module, behind a proxy on this machine."""
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        newsroom = Newsroom(NEWSROOM_TRUSTED_PROXIES="127.0.0.1")
        newsroom.start_redis()
        newsroom.start_web()
        newsroom.await_web()
    yield newsroom
    newsroom.end()


@pytest.fixture
def story(transactional_db: None) -> Article:
    now = timezone.now()
    return an_article(a_site("daily"), "story-1", now=now)


def a_comment_of(story: Article) -> dict[str, str]:
    form = a_form(story, timezone.now())
    said = {"name": "Ada", "email": "ada@example.org", "body": "What I think."}
    return {"article": story.external_id, "form": form, **said}


def hold(served: Newsroom, count: int, start: bytes) -> list[socket.socket]:
    """So many connections that begin a request and never end it."""
    held = [served.dial() for _ in range(count)]
    for connection in held:
        connection.sendall(start)
    return held


def let_go(held: list[socket.socket]) -> None:
    for connection in held:
        connection.close()


# --- Bodies ---


def test_a_body_above_the_limit_is_refused(served: Newsroom) -> None:
    answer = served.request("POST", THREAD, b"x" * (SMALL_BODY + 1))
    assert (answer.status, answer.json()["code"]) == (413, "too_large")


def test_a_body_without_an_announced_length_is_measured_as_it_comes(served: Newsroom) -> None:
    connection = served.dial()
    chunk = b"10000\r\n" + b"x" * 0x10000 + b"\r\n"
    connection.sendall(f"POST {THREAD} HTTP/1.1\r\nHost: localhost\r\n".encode())
    connection.sendall(b"Transfer-Encoding: chunked\r\n\r\n" + chunk * 5)
    assert connection.recv(64).startswith(b"HTTP/1.1 413 ")
    connection.close()


def test_a_body_just_within_the_limit_reaches_the_api(served: Newsroom, story: Article) -> None:
    answer = served.request("POST", THREAD, b"x" * SMALL_BODY, Content_Type="application/json")
    assert answer.json()["code"] == "too_large"  # the view's own, smaller limit
    assert "65536" in answer.json()["detail"]


def test_bodies_that_dribble_in_hold_nobody_up(served: Newsroom, story: Article) -> None:
    start = f"POST {THREAD} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\nx".encode()
    held = hold(served, 50, start)
    assert served.get(f"{THREAD}?article=story-1").status == 200
    let_go(held)


# --- Clients that are slow, or go away ---


def test_two_hundred_unfinished_requests_hold_nobody_up(served: Newsroom, story: Article) -> None:
    held = hold(served, 200, b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ")
    assert served.get(f"{THREAD}?article=story-1").status == 200
    assert served.get(SCRIPT).status == 200
    let_go(held)


def test_clients_that_go_away_amid_their_body_leave_no_trace(
    served: Newsroom, story: Article
) -> None:
    start = f"POST {THREAD} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 900\r\n\r\n{{".encode()
    let_go(hold(served, 20, start))
    assert served.get(f"{THREAD}?article=story-1").status == 200
    assert not Comment.objects.exists()


def test_clients_that_do_not_wait_for_the_answer_hold_nobody_up(
    served: Newsroom, story: Article
) -> None:
    let_go(hold(served, 20, f"GET {THREAD}?article=story-1 HTTP/1.0\r\n\r\n".encode()))
    assert served.get(f"{THREAD}?article=story-1").status == 200


# --- Whose address ---


@pytest.mark.parametrize(
    ("headers", "address"),
    [
        ({}, "127.0.0.1"),
        ({"X-Forwarded-For": "203.0.113.9"}, "203.0.113.9"),
        ({"X-Forwarded-For": "198.51.100.7, 203.0.113.9"}, "203.0.113.9"),
        ({"X-Forwarded-For": "2001:db8::7"}, "2001:db8::7"),
        ({"X-Forwarded-For": "203.0.113.9", "X_Forwarded_For": "1.2.3.4"}, "203.0.113.9"),
        ({"X_Forwarded_For": "1.2.3.4"}, "127.0.0.1"),
        ({"REMOTE-ADDR": "1.2.3.4"}, "127.0.0.1"),
    ],
    ids=["none", "proxy", "spoofed", "ipv6", "underscores", "underscores-alone", "remote-addr"],
)
def test_a_comment_is_kept_with_the_address_the_proxy_saw(
    served: Newsroom, story: Article, headers: dict[str, str], address: str
) -> None:
    connection = served.connect()
    connection.putrequest("POST", THREAD)
    body = json.dumps(a_comment_of(story)).encode()
    for name, value in {**headers, "Content-Type": "application/json"}.items():
        connection.putheader(name, value)
    connection.putheader("Content-Length", str(len(body)))
    connection.endheaders(body)
    assert connection.getresponse().status == 202
    connection.close()
    assert Comment.objects.get().ip == address


# --- Files of the client ---


def test_a_script_comes_plain_to_whoever_takes_nothing_else(served: Newsroom) -> None:
    answer = served.get(SCRIPT)
    assert answer.headers["Content-Encoding"] is None
    assert answer.headers["Content-Type"] == "text/javascript; charset=utf-8"


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip", "gzip"),
        ("gzip, br;q=0", "gzip"),
        ("br;q=0.0, gzip; q=0", None),
        ("BR", "br"),
        ("x-gzip-like", None),
        ("identity", None),
    ],
)
def test_a_script_comes_in_the_best_encoding_the_client_takes(
    served: Newsroom, accepted: str, encoding: str | None
) -> None:
    answer = served.get(SCRIPT, Accept_Encoding=accepted)
    unpack = {"br": brotli.decompress, "gzip": gzip.decompress}.get(encoding or "", bytes)
    assert answer.headers["Content-Encoding"] == encoding
    assert unpack(answer.body) == served.get(SCRIPT).body


def test_caches_keep_the_encodings_apart(served: Newsroom) -> None:
    assert served.get(SCRIPT, Accept_Encoding="br").headers["Vary"] == "accept-encoding"


def test_head_tells_the_length_and_sends_nothing(served: Newsroom) -> None:
    head, get = served.request("HEAD", SCRIPT), served.get(SCRIPT)
    assert (head.status, head.body) == (200, b"")
    assert head.headers["Content-Length"] == str(len(get.body))


def test_who_has_the_bytes_is_told_so(served: Newsroom) -> None:
    tag = served.get(SCRIPT).headers["ETag"]
    answer = served.get(SCRIPT, If_None_Match=f'"other", {tag}')
    assert (answer.status, answer.body, answer.headers["ETag"]) == (304, b"", tag)


def test_a_file_that_is_not_there_is_not_found(served: Newsroom) -> None:
    assert served.get("/embed/../settings.py").status == 404


def test_head_of_a_page_of_django_has_no_body(served: Newsroom, story: Article) -> None:
    path = f"{THREAD}?article=story-1"
    with served.dial() as connection:
        connection.sendall(f"HEAD {path} HTTP/1.0\r\nHost: localhost\r\n\r\n".encode())
        said = b"".join(iter(lambda: connection.recv(65536), b""))
    head, _, rest = said.partition(b"\r\n\r\n")
    assert head.startswith((b"HTTP/1.0 200 ", b"HTTP/1.1 200 ")) and rest == b""


def test_a_read_of_django_can_be_asked_whether_it_changed(served: Newsroom, story: Article) -> None:
    path = f"{THREAD}?article=story-1"
    tag = served.get(path).headers["ETag"]
    assert served.get(path, If_None_Match=tag).status == 304


@pytest.mark.parametrize("path", ["/%ff%fe", "/api/v1/sites/%00/comments", "//evil.example/x"])
def test_an_odd_path_is_not_found(served: Newsroom, story: Article, path: str) -> None:
    assert served.get(path).status in (400, 404)


def test_a_live_server_says_so_without_waking_django(served: Newsroom) -> None:
    answer = served.get("/livez")
    assert (answer.status, answer.body) == (200, b"ok\n")
