"""The demo's letter box holds private links: it opens for whoever sits here, and for staff."""

from typing import Any

import pytest
from django.core.mail import send_mail

from newsroom.bridge import make_environ
from tests.conftest import Reader

pytestmark = pytest.mark.django_db

HERE, FAR = "127.0.0.1", "203.0.113.9"


@pytest.fixture
def letter(settings: Any, tmp_path: Any) -> str:
    """The address of a mail's page."""
    settings.MAIL_DIR = tmp_path
    # Django's test runner keeps mails in memory otherwise.
    settings.EMAIL_BACKEND = "newsroom.kernel.mail_files.EmlBackend"
    send_mail("A comment waits", "Read <b>it</b>: https://desk.example/1", None, ["d@example.org"])
    [file] = tmp_path.glob("*.eml")
    return f"/demo/mail/{file.stem}"


def look(reader: Reader, path: str, **environ: Any) -> Any:
    return reader.client.get(path, **environ)


def test_who_sits_here_reads_the_mail(reader: Reader, letter: str) -> None:
    assert b"A comment waits" in look(reader, "/demo/mail", REMOTE_ADDR=HERE).content
    answer = look(reader, letter, REMOTE_ADDR=HERE)
    assert b"Read &lt;b&gt;it&lt;/b&gt;" in answer.content
    assert (answer["Cache-Control"], answer["Referrer-Policy"]) == ("no-store", "no-referrer")


@pytest.mark.parametrize("address", [FAR, "", "10.0.0.7", "2001:db8::1", "unknown"])
def test_a_stranger_finds_no_letter_box(reader: Reader, letter: str, address: str) -> None:
    for path in ("/demo/mail", letter):
        assert look(reader, path, REMOTE_ADDR=address).status_code == 404


def test_a_proxy_on_this_machine_speaks_for_strangers(reader: Reader, letter: str) -> None:
    answer = look(reader, letter, REMOTE_ADDR=HERE, **{"newsroom.forwarded": True})
    assert answer.status_code == 404


@pytest.mark.parametrize(
    ("headers", "forwarded"),
    [
        ([], False),
        ([(b"x-forwarded-for", b"203.0.113.9")], True),
        ([(b"forwarded", b"for=203.0.113.9")], True),
    ],
    ids=["nobody between", "as most proxies say it", "as RFC 7239 says it"],
)
def test_the_bridge_tells_that_somebody_stands_between(
    headers: list[tuple[bytes, bytes]], forwarded: bool
) -> None:
    scope = {
        "method": "GET", "path": "/demo/mail", "query_string": b"", "http_version": "1.1",
        "headers": headers, "client": (HERE, 4711), "server": (HERE, 8000),
    }  # fmt: skip
    assert make_environ(scope, b"", [])["newsroom.forwarded"] is forwarded


def test_staff_reads_it_from_anywhere(reader: Reader, letter: str, editor: Any) -> None:
    reader.client.force_login(editor)
    assert look(reader, letter, REMOTE_ADDR=FAR).status_code == 200


def test_with_a_mail_server_there_is_no_letter_box(
    reader: Reader, letter: str, settings: Any
) -> None:
    settings.EMAIL_URL = "smtp://mail.example"
    assert look(reader, letter, REMOTE_ADDR=HERE).status_code == 404


@pytest.mark.parametrize("name", ["..", "%2e%2e%2fsecret_key", "a%2fb", "x" * 300, ".eml"])
def test_a_name_that_is_no_mails_opens_nothing(reader: Reader, letter: str, name: str) -> None:
    assert look(reader, f"/demo/mail/{name}", REMOTE_ADDR=HERE).status_code == 404
