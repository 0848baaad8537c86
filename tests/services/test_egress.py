"""The one door out: where it goes, where it never goes, and what it makes of hostile servers."""

import gzip
import os
import socket
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

import pytest

from newsroom.kernel import egress
from newsroom.kernel.egress import Fetched, NotFetched, fetch, redirected
from tests.web_server import Answer, WebServer, serving


@pytest.fixture
def server(settings: Any) -> Iterator[WebServer]:
    with serving() as running:
        settings.EGRESS_ALLOW = [running.place]
        yield running


def reason(url: str, **more: Any) -> str:
    answer = fetch(url, **more)
    assert isinstance(answer, NotFetched), answer
    return answer.reason


def points_to(monkeypatch: pytest.MonkeyPatch, *found: str) -> None:
    monkeypatch.setattr(egress, "lookup", lambda host, port: list(found))


@contextmanager
def saying(raw: bytes, *, hang: bool = False) -> Iterator[str]:
    """A server that sends ``raw``, whatever it is asked, and closes or does nothing more."""
    done = threading.Event()
    listener = socket.create_server(("127.0.0.1", 0))

    def run() -> None:
        peer, _ = listener.accept()
        with closing(peer):
            peer.recv(65536)
            peer.sendall(raw)
            if hang:
                done.wait(10)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    try:
        yield f"127.0.0.1:{listener.getsockname()[1]}"
    finally:
        done.set()
        thread.join(10)
        listener.close()


def test_an_answer_comes_back_whole(server: WebServer) -> None:
    server.answer = Answer(200, b"hello", {"X-Thing": "1"})
    answer = fetch(server.url("/a?b=c"), headers={"If-None-Match": '"x"'})
    assert isinstance(answer, Fetched)
    assert (answer.status, answer.body, answer.headers["x-thing"]) == (200, b"hello", "1")
    assert server.asked[0].path == "/a?b=c"
    assert server.asked[0].headers["host"] == server.place
    assert server.asked[0].headers["if-none-match"] == '"x"'


def test_a_body_is_posted(server: WebServer) -> None:
    fetch(server.url(), method="POST", body=b"{}", headers={"Content-Type": "application/json"})
    assert (server.asked[0].method, server.asked[0].body) == ("POST", b"{}")


def test_an_error_of_the_server_is_an_answer(server: WebServer) -> None:
    server.answer = Answer(503, headers={"Retry-After": "60"})
    answer = fetch(server.url())
    assert isinstance(answer, Fetched) and answer.status == 503


def test_a_redirect_is_told_and_not_followed(server: WebServer) -> None:
    server.answer = Answer(302, headers={"Location": "/inside"})
    answer = fetch(server.url("/a"))
    assert isinstance(answer, Fetched)
    assert redirected(server.url("/a"), answer) == server.url("/inside")
    assert len(server.asked) == 1


def test_a_place_nobody_allowed_is_not_asked(server: WebServer, settings: Any) -> None:
    settings.EGRESS_ALLOW = []
    assert reason(server.url()) == "port_not_allowed"
    assert not server.asked


def test_an_allowed_port_of_one_host_opens_no_other(server: WebServer, settings: Any) -> None:
    settings.EGRESS_ALLOW = ["127.0.0.1:1"]
    assert reason(server.url()) == "port_not_allowed"


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "https://169.254.169.254/latest/meta-data/",
        "http://localhost/",
    ],
)
def test_this_machine_and_its_network_are_out_of_reach(url: str) -> None:
    assert reason(url) == "address_not_public"


@pytest.mark.parametrize(
    "url",
    [
        "ftp://example.org/",
        "file:///etc/passwd",
        "gopher://example.org/",
        "//example.org/",
        "http://user:word@example.org/",
        "http://2130706433/",
        "http://0x7f.1/",
        "http:///path",
        "http://example.org\r\nX: 1/",
        "http://example.org/a b",
        "",
    ],
)
def test_what_is_no_plain_web_address_is_refused(url: str) -> None:
    assert reason(url) == "url_invalid"


def test_one_inner_address_among_public_ones_is_enough_to_refuse(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    points_to(monkeypatch, "93.184.216.34", "10.0.0.1")
    assert reason("http://rebind.example/") == "address_not_public"


def test_the_connection_goes_to_the_address_that_was_checked(
    server: WebServer, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []
    port = server.server_address[1]

    def once(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"]

    monkeypatch.setattr(egress, "lookup", once)
    settings.EGRESS_ALLOW = [f"feeds.example:{port}"]
    assert isinstance(fetch(f"http://feeds.example:{port}/"), Fetched)
    assert asked == ["feeds.example"]
    assert server.asked[0].headers["host"] == f"feeds.example:{port}"


def test_the_next_address_is_tried_where_the_first_is_dead(
    server: WebServer, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = server.server_address[1]
    settings.EGRESS_ALLOW = [f"feeds.example:{port}"]
    points_to(monkeypatch, "127.0.0.9", "127.0.0.1")
    assert isinstance(fetch(f"http://feeds.example:{port}/"), Fetched)


def test_a_proxy_of_the_environment_is_not_used(
    server: WebServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(os.environ, "http_proxy", "http://127.0.0.1:1")
    assert isinstance(fetch(server.url()), Fetched)


def test_an_unknown_name_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(host: str, port: int) -> list[str]:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(egress, "lookup", fail)
    assert reason("http://nowhere.example/") == "dns_failed"


def test_a_resolver_that_hangs_is_left_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    done = threading.Event()
    monkeypatch.setattr(egress, "lookup", lambda host, port: [str(done.wait(10))])
    assert reason("http://slow.example/", seconds=0.1) == "timeout"
    done.set()


def test_a_closed_port_is_told(settings: Any) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        port = listener.getsockname()[1]
    settings.EGRESS_ALLOW = [f"127.0.0.1:{port}"]
    assert reason(f"http://127.0.0.1:{port}/") == "connect_failed"


def test_https_to_a_server_without_it_is_told(server: WebServer) -> None:
    assert reason(f"https://{server.place}/") == "tls_failed"


def test_a_body_larger_than_allowed_is_not_read(server: WebServer) -> None:
    server.answer = Answer(200, b"x" * 101)
    assert reason(server.url(), max_bytes=100) == "too_large"


def test_an_announced_size_is_believed_before_a_byte_is_read(settings: Any) -> None:
    with saying(b"HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\n", hang=True) as place:
        settings.EGRESS_ALLOW = [place]
        assert reason(f"http://{place}/") == "too_large"


def test_a_packed_body_is_unpacked(server: WebServer) -> None:
    server.answer = Answer(200, gzip.compress(b"hello"), {"Content-Encoding": "gzip"})
    answer = fetch(server.url())
    assert isinstance(answer, Fetched) and answer.body == b"hello"


def test_a_packed_bomb_is_too_large(server: WebServer) -> None:
    server.answer = Answer(200, gzip.compress(b"0" * 5_000_000), {"Content-Encoding": "gzip"})
    assert reason(server.url(), max_bytes=100_000) == "too_large"


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"SSH-2.0-OpenSSH_9\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nshort",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: br\r\nContent-Length: 1\r\n\r\nx",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 1\r\n\r\nx",
        b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 200 + b"\r\n",
    ],
    ids=["nothing", "ssh", "cut", "chunk", "packing", "damaged", "headers"],
)
def test_a_server_that_talks_nonsense_is_told(settings: Any, raw: bytes) -> None:
    with saying(raw) as place:
        settings.EGRESS_ALLOW = [place]
        assert reason(f"http://{place}/") == "protocol_error"


@pytest.mark.parametrize("raw", [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhal"])
def test_a_server_that_stops_talking_costs_the_time_and_no_more(settings: Any, raw: bytes) -> None:
    with saying(raw, hang=True) as place:
        settings.EGRESS_ALLOW = [place]
        assert reason(f"http://{place}/", seconds=0.2) == "timeout"


def test_endless_interim_answers_end(settings: Any) -> None:
    with saying(b"HTTP/1.1 100 Continue\r\n\r\n" * 20_000, hang=True) as place:
        settings.EGRESS_ALLOW = [place]
        assert reason(f"http://{place}/", max_bytes=10) == "too_large"
