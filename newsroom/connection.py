"""One HTTP connection. A read whose answer is at hand is written as soon as its head has come:
no task, no messages, no look at what Django would want to know. Everything else becomes a call of
the ASGI application, by uvicorn. See docs/decisions/0049-hot-reads-in-the-connection.md.
"""

import asyncio

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from newsroom.bridge import Receive, Scope, Send, refuse
from newsroom.edge import Edge, Peer

# From the last answer, or the beginning, until the next head is whole: who takes longer holds the
# socket on purpose.
HEAD_SECONDS = 5.0
# The counts of a hundred long URLs are a head of some 70,000 bytes.
LONGEST_HEAD = 400_000
# A request with one of these is more than its head, or wants more than an answer.
MORE = frozenset((b"content-length", b"transfer-encoding", b"expect", b"upgrade"))
# A longer body is handed over as it is; copying a shorter one costs less than a third buffer.
SHORT = 16_384


class Connection(HttpToolsProtocol):
    """``edge``, ``most``: what answers from memory, and how many connections are too many; a
    subclass for each server has them, since uvicorn makes the objects."""

    edge: Edge
    most: int

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)  # type: ignore[arg-type] # ours is a TCP server
        self._peer = Peer(self.client[0] if self.client else "", self.scheme or "http")
        self._in_head = self._is_answered = False
        self._head_size = 0
        self._clock: asyncio.TimerHandle | None = None
        if len(self.connections) > self.most:
            self.app = crowded
        self._wait_for_head()

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        if self._clock is not None:
            self._clock.cancel()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        self._head_size = self._head_size + len(data) if self._in_head else 0
        if self._head_size > LONGEST_HEAD:
            self.send_400_response("The head of the request is too large.")

    # --- What the parser says -----------------------------------------------------------------

    def on_message_begin(self) -> None:
        self.url = b""
        self.headers = []
        self._in_head, self._is_answered = True, False

    def on_header(self, name: bytes, value: bytes) -> None:
        self.headers.append((name.lower(), value))

    def on_headers_complete(self) -> None:
        self._in_head = False
        self._is_answered = self._answer_at_hand()
        if not self._is_answered:
            self._call()

    def on_message_complete(self) -> None:
        if not self._is_answered:
            super().on_message_complete()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        self._wait_for_head()

    # --- Answers --------------------------------------------------------------------------------

    def _answer_at_hand(self) -> bool:
        """Whether this was a read that could be answered here and now."""
        parser, path_and_query = self.parser, self.url
        if parser.get_method() != b"GET" or parser.get_http_version() != "1.1":
            return False
        if self._is_busy() or self.flow.write_paused or not parser.should_keep_alive():
            return False
        said = dict(self.headers)
        path, _, query = path_and_query.partition(b"?")
        if not MORE.isdisjoint(said) or b"%" in path:
            return False
        found = self.edge.at_hand(path.decode("latin-1"), query, self._peer, said)
        if found is None:
            return False
        self._write(found.head, found.body["body"])
        self._waits_since = self.loop.time()
        return True

    def _write(self, head: bytes, body: bytes) -> None:
        head += b"%s: %s\r\n\r\n" % self.server_state.default_headers[0]
        if len(body) < SHORT:
            self.transport.write(head + body)
        else:
            self.transport.writelines((head, body))

    def _call(self) -> None:
        """What the parser has said so far, said again to uvicorn."""
        url, headers = self.url, self.headers
        super().on_message_begin()
        super().on_url(url)
        for name, value in headers:
            super().on_header(name, value)
        super().on_headers_complete()

    # --- Time -----------------------------------------------------------------------------------

    def _is_busy(self) -> bool:
        return self.cycle is not None and not self.cycle.response_complete

    def _wait_for_head(self) -> None:
        self._waits_since = self.loop.time()
        if self._clock is None:
            self._clock = self.loop.call_later(HEAD_SECONDS, self._look)

    def _look(self) -> None:
        """One timer serves all the requests of a connection: it goes on while there is time."""
        self._clock = None
        if self._is_busy() or self.transport.is_closing():
            return
        left = self._waits_since + HEAD_SECONDS - self.loop.time()
        if left > 0:
            self._clock = self.loop.call_later(left, self._look)
        else:
            self.transport.close()


async def crowded(_: Scope, __: Receive, send: Send) -> None:
    await refuse(send, 503, "busy", "Too many connections just now: try again in a moment.")


def connection_for(edge: Edge, most: int) -> type[Connection]:
    return type("Connection", (Connection,), {"edge": edge, "most": most})
