"""The one door out: every HTTP request that this server makes goes through ``fetch``.

The name is looked up once, every address it has must be public, and the connection goes to an
address that was checked, so a name cannot point inside the second time. Redirects are returned,
never followed; no proxy is taken from the environment; time and bytes have one limit for all.
"""

import contextlib
import functools
import http.client
import ipaddress
import queue
import socket
import ssl
import threading
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

import idna
from django.conf import settings

from newsroom.kernel.fields import FieldError, clean_url
from newsroom.kernel.public_address import is_public
from newsroom.kernel.wire import Deadline, TooMuch, Wire

PORTS = {"http": 80, "https": 443}
MOST_BYTES = 5_000_000
HEADER_BYTES = 256_000
SECONDS = 20.0
CONNECT_SECONDS = 5.0
MOST_ADDRESSES = 4


@dataclass(frozen=True)
class Fetched:
    """An answer of any status. Header names are in lower case; ``body`` is unpacked."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class NotFetched:
    """``reason`` is a code (url_invalid, port_not_allowed, dns_failed, address_not_public,
    connect_failed, tls_failed, timeout, too_large, protocol_error), ``text`` a sentence."""

    reason: str
    text: str


@dataclass(frozen=True)
class Target:
    """A checked URL. ``trusted``: the operator names this host and port as its own."""

    scheme: str
    host: str
    port: int
    path: str
    trusted: bool

    def authority(self) -> str:
        name = f"[{self.host}]" if ":" in self.host else self.host
        return name if self.port == PORTS[self.scheme] else f"{name}:{self.port}"


class Stop(Exception):
    def __init__(self, reason: str, text: str) -> None:
        self.answer = NotFetched(reason, text)
        super().__init__(text)


def fetch(
    url: str,
    *,
    method: str = "GET",
    headers: Mapping[str, str] | None = None,
    body: bytes | None = None,
    max_bytes: int = MOST_BYTES,
    seconds: float = SECONDS,
) -> Fetched | NotFetched:
    """One request to ``url``. ``seconds`` is for everything, from the name to the last byte."""
    deadline = Deadline(seconds)
    try:
        target = target_of(url)
        with connected(target, addresses(target, deadline), deadline) as sock:
            wire = Wire(sock, deadline, max_bytes + HEADER_BYTES)
            return _exchanged(target, wire, method, headers or {}, body, max_bytes)
    except Stop as stop:
        return stop.answer
    except TooMuch:
        return NotFetched("too_large", f"The answer is larger than {max_bytes} bytes.")
    except TimeoutError:
        return NotFetched("timeout", f"No whole answer within {seconds:g} seconds.")
    except (http.client.HTTPException, OSError) as error:
        return NotFetched("protocol_error", f"The server broke off: {_words(error)}.")


def target_of(url: str) -> Target:
    """Raises Stop for a URL that this server does not go to."""
    try:
        parts = urlsplit(clean_url(url, max_length=4000, required=True))
        host = _ascii(parts.hostname or "")
        port = parts.port or PORTS[parts.scheme]
    except (FieldError, UnicodeError, ValueError) as error:
        raise Stop("url_invalid", f"The address cannot be used: {_words(error)}") from None
    name = f"[{host}]" if ":" in host else host
    trusted = f"{name}:{port}" in settings.EGRESS_ALLOW
    if not trusted and port not in PORTS.values():
        raise Stop("port_not_allowed", f"Port {port} is neither 80 nor 443.")
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~")
    query = quote(parts.query, safe="/%:@!$&'()*+,;=~?")
    return Target(parts.scheme, host, port, f"{path}?{query}" if query else path, trusted)


def redirected(url: str, answer: Fetched) -> str:
    """Where the answer sends its reader, as an absolute address; '' where it stays."""
    if answer.status not in (301, 302, 303, 307, 308):
        return ""
    try:
        return urljoin(url, answer.headers.get("location", ""))
    except ValueError:
        return ""


def addresses(target: Target, deadline: Deadline) -> list[str]:
    """The addresses of the host, every one of them public; Stop where there is none or any is
    not, since whoever runs the name also chooses which of its addresses is tried."""
    try:
        found = _in_time(lambda: lookup(target.host, target.port), deadline)
    except TimeoutError:
        raise
    except (OSError, UnicodeError):
        raise Stop("dns_failed", f"No address is known for {target.host}.") from None
    if not target.trusted and not all(is_public(address) for address in found):
        raise Stop("address_not_public", f"{target.host} is not on the open internet.")
    return found[:MOST_ADDRESSES]


def lookup(host: str, port: int) -> list[str]:
    """The addresses of ``host`` as the system's resolver has them; an address is its own."""
    with contextlib.suppress(ValueError):
        return [str(ipaddress.ip_address(host))]
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def connected(target: Target, found: list[str], deadline: Deadline) -> socket.socket:
    """A connection to the first address that answers, with TLS checked against the name."""
    failure = "it has no address"
    for address in found:
        try:
            patience = min(CONNECT_SECONDS, deadline.left())
            sock = socket.create_connection((address, target.port), timeout=patience)
        except OSError as error:
            failure = _words(error)
        else:
            return sock if target.scheme == "http" else _secured(sock, target, deadline)
    deadline.left()
    raise Stop("connect_failed", f"{target.host} cannot be reached: {failure}.")


def _secured(sock: socket.socket, target: Target, deadline: Deadline) -> socket.socket:
    try:
        sock.settimeout(deadline.left())
        return _tls().wrap_socket(sock, server_hostname=target.host)
    except (ssl.SSLError, ConnectionError) as error:
        sock.close()
        raise Stop("tls_failed", f"No safe connection to {target.host}: {_words(error)}.") from None
    except BaseException:
        sock.close()
        raise


@functools.cache
def _tls() -> ssl.SSLContext:
    return ssl.create_default_context()


def _exchanged(
    target: Target,
    wire: Wire,
    method: str,
    headers: Mapping[str, str],
    body: bytes | None,
    max_bytes: int,
) -> Fetched:
    connection = http.client.HTTPConnection(target.host, target.port)
    connection.sock = wire  # which has all that it uses: sendall, makefile, close
    asked = {
        "Host": target.authority(),
        "User-Agent": f"Newsroom (+{settings.PUBLIC_URL})",
        "Accept": "*/*",
        "Accept-Encoding": "gzip",
        "Connection": "close",
        **headers,
    }
    connection.request(method, target.path, body, asked)
    response = connection.getresponse()
    known = {name.lower(): value for name, value in response.getheaders()}
    return Fetched(response.status, known, _body(response, known, max_bytes))


def _body(response: http.client.HTTPResponse, known: Mapping[str, str], max_bytes: int) -> bytes:
    if (response.length or 0) > max_bytes:
        raise TooMuch
    body = response.read(max_bytes + 1)
    if len(body) > max_bytes:
        raise TooMuch
    if response.length:
        raise Stop("protocol_error", "The answer was cut off.")
    return _unpacked(body, known.get("content-encoding", "identity").lower(), max_bytes)


def _unpacked(body: bytes, encoding: str, max_bytes: int) -> bytes:
    if encoding in ("identity", "") or not body:
        return body
    if encoding not in ("gzip", "x-gzip"):
        raise Stop("protocol_error", "The answer is packed in a way nobody asked for.")
    unpacker = zlib.decompressobj(16 + zlib.MAX_WBITS)
    try:
        plain = unpacker.decompress(body, max_bytes + 1)
    except zlib.error:
        raise Stop("protocol_error", "The packed answer is damaged.") from None
    if len(plain) > max_bytes:
        raise TooMuch
    if not unpacker.eof:
        raise Stop("protocol_error", "The answer was cut off.")
    return plain


def _in_time(call: Callable[[], list[str]], deadline: Deadline) -> list[str]:
    """The resolver has no time limit of its own: it runs where it can be left behind."""
    answer: queue.SimpleQueue[Any] = queue.SimpleQueue()

    def run() -> None:
        try:
            answer.put(call())
        except BaseException as error:
            answer.put(error)

    threading.Thread(target=run, name="lookup", daemon=True).start()
    try:
        found = answer.get(timeout=deadline.left())
    except queue.Empty:
        raise TimeoutError from None
    if isinstance(found, BaseException):
        raise found
    return list(found)


def _ascii(host: str) -> str:
    return host if host.isascii() else idna.encode(host, uts46=True).decode("ascii")


def _words(error: Exception) -> str:
    text = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return str(text).rstrip(".")[:200]
