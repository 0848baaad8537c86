"""The bridge alone: from an ASGI scope to a WSGI environment, and bodies that never end."""

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest

from newsroom import bridge
from newsroom.bridge import LARGE_BODY, SMALL_BODY, Bridge, Full, Room, body_limit, make_environ
from newsroom.kernel.http import networks

PROXY = networks(["10.0.0.1"])


def a_scope(peer: str = "10.0.0.1", **headers: str) -> dict[str, Any]:
    """``headers``: with ``_`` for ``-``."""
    raw = [(name.replace("_", "-").encode(), text.encode()) for name, text in headers.items()]
    return {
        "type": "http",
        "http_version": "1.1",
        "method": "POST",
        "scheme": "http",
        "path": "/naïve path",
        "query_string": b"q=%C3%A4",
        "client": (peer, 4711),
        "server": ("127.0.0.1", 8000),
        "headers": raw,
    }


def environ(peer: str = "10.0.0.1", **headers: str) -> dict[str, Any]:
    return make_environ(a_scope(peer, **headers), b"", PROXY)


class Behind:
    """A WSGI application that counts."""

    def __init__(self) -> None:
        self.called = self.closed = 0

    def __call__(self, environ: Any, start_response: Any) -> "Behind":
        self.called += 1
        start_response("200 OK", [("Content-Type", "text/plain")])
        return self

    def __iter__(self) -> Iterator[bytes]:
        return iter([b"well ", b"read"])

    def close(self) -> None:
        self.closed += 1


def sent_for(behind: Behind, *messages: dict[str, Any]) -> list[Any]:
    """What the bridge answers to a body that comes in these messages and then stalls."""
    sent: list[Any] = []
    waiting = list(messages)

    async def receive() -> dict[str, Any]:
        if not waiting:
            await asyncio.Event().wait()
        return waiting.pop(0)

    async def send(message: Any) -> None:
        sent.append(message)

    asyncio.run(Bridge(behind)(a_scope(), receive, send))
    return sent


PART = {"type": "http.request", "body": b"x", "more_body": True}
END = {"type": "http.request", "body": b"y"}


def test_a_whole_request_is_answered_whole() -> None:
    start, body = sent_for(Behind(), PART, END)
    assert (start["status"], body["body"]) == (200, b"well read")
    assert (b"content-length", b"9") in start["headers"]


def test_django_gets_its_connections_back() -> None:
    behind = Behind()
    sent_for(behind, END)
    assert behind.closed == 1


def test_a_body_that_stalls_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bridge, "BODY_SECONDS", 0.01)
    behind = Behind()
    assert sent_for(behind, PART)[0]["status"] == 408
    assert not behind.called


def test_a_client_that_went_away_is_not_answered() -> None:
    behind = Behind()
    assert sent_for(behind, PART, {"type": "http.disconnect"}) == []
    assert not behind.called


def test_only_a_request_with_a_key_may_be_large() -> None:
    assert body_limit(a_scope()) == SMALL_BODY
    assert body_limit(a_scope(authorization="Bearer key")) == LARGE_BODY


def test_only_so_many_large_bodies_are_held_at_once() -> None:
    room = Room(1)
    with room.place() as take, room.place() as take_too:
        take()
        with pytest.raises(Full):
            take_too()
    with room.place() as take:
        take()
        take()  # the next part of the same body


def test_a_large_body_too_many_is_told_to_come_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bridge, "LARGE_AT_ONCE", 0)
    monkeypatch.setattr(bridge, "SMALL_BODY", 1)
    monkeypatch.setattr(bridge, "body_limit", lambda _: LARGE_BODY)
    start = sent_for(Behind(), PART, PART)[0]
    assert (start["status"], dict(start["headers"])[b"retry-after"]) == (503, b"5")


def test_a_declared_proxys_word_on_the_scheme_counts() -> None:
    said = environ(x_forwarded_for="203.0.113.9", x_forwarded_proto="https")
    assert said["HTTP_X_FORWARDED_PROTO"] == "https"


def test_it_counts_for_the_proxys_own_requests_too() -> None:
    assert environ(x_forwarded_proto="https")["HTTP_X_FORWARDED_PROTO"] == "https"


def test_a_strangers_word_on_the_scheme_does_not() -> None:
    assert "HTTP_X_FORWARDED_PROTO" not in environ("192.0.2.1", x_forwarded_proto="https")


def test_the_nearest_proxy_has_the_last_word_on_the_scheme() -> None:
    assert environ(x_forwarded_proto="https, http")["HTTP_X_FORWARDED_PROTO"] == "http"


def test_no_header_of_the_client_is_left_to_be_mistaken_for_an_address() -> None:
    assert "HTTP_X_FORWARDED_FOR" not in environ(x_forwarded_for="203.0.113.9")


def test_a_header_with_underscores_is_dropped() -> None:
    scope = a_scope()
    scope["headers"] = [(b"X_Forwarded_Proto", b"https")]
    assert "HTTP_X_FORWARDED_PROTO" not in make_environ(scope, b"", PROXY)


def test_cookies_and_lists_are_joined_as_each_wants_it() -> None:
    scope = a_scope()
    scope["headers"] = [
        (b"cookie", b"a=1"),
        (b"cookie", b"b=2"),
        (b"accept", b"x"),
        (b"accept", b"y"),
    ]
    made = make_environ(scope, b"", PROXY)
    assert (made["HTTP_COOKIE"], made["HTTP_ACCEPT"]) == ("a=1; b=2", "x,y")


def test_the_length_is_what_came_whatever_was_announced() -> None:
    made = make_environ(a_scope(content_length="999"), b"four", PROXY)
    assert (made["CONTENT_LENGTH"], made["wsgi.input"].read()) == ("4", b"four")


def test_paths_travel_as_wsgi_wants_them() -> None:
    assert environ()["PATH_INFO"].encode("latin-1").decode() == "/naïve path"
