"""A mail server on loopback that takes mail, or fails in the way it is told to."""

import contextlib
import socketserver
import threading
from collections.abc import Iterator
from email.message import Message
from email.parser import BytesParser
from typing import Any

# What it answers to which command; an empty answer closes the connection, None says nothing.
MOODS: dict[str, tuple[str, str | None]] = {
    "greets with 421": ("GREETING", "421 busy"),
    "hangs": ("GREETING", None),
    "hangs up": ("MAIL", ""),
    "recipient later": ("RCPT", "450 mailbox busy"),
    "recipient never": ("RCPT", "550 no such user here"),
    "sender refused": ("MAIL", "530 authentication required"),
    "content later": ("DATA", "451 try later"),
    "content never": ("DATA", "554 no"),
}


class StubSmtp:
    def __init__(self) -> None:
        self.mood = ""
        self.extensions: tuple[str, ...] = ()
        self.got: list[tuple[str, bytes]] = []
        stub = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                with contextlib.suppress(OSError):
                    stub.talk(self)

        self.server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.server.block_on_close = False
        self.done = threading.Event()
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()

    def messages(self) -> list[Message]:
        return [BytesParser().parsebytes(raw) for _, raw in self.got]

    def talk(self, to: Any) -> None:
        if not self.say(to, "GREETING", "220 stub"):
            return
        recipient = ""
        while line := to.rfile.readline().decode().strip():
            verb = line.partition(" ")[0].upper()
            if verb == "RCPT":
                recipient = line.partition("<")[2].rstrip(">")
            if verb == "QUIT":
                self.say(to, "QUIT", "221 bye")
                return
            go_on = "354 go on" if verb == "DATA" else "250 fine"
            if verb == "EHLO" and self.extensions:
                go_on = "\r\n".join([*(f"250-{one}" for one in ("stub", *self.extensions)), go_on])
            if not self.say(to, verb, go_on):
                return
            if verb == "DATA" and not self.refuses("DATA"):
                self.got.append((recipient, self.content(to)))
                to.wfile.write(b"250 taken\r\n")

    def say(self, to: Any, verb: str, usually: str) -> bool:
        answer: str | None = MOODS[self.mood][1] if self.refuses(verb) else usually
        if answer is None:
            self.done.wait(10)
        if not answer:
            return False
        to.wfile.write(f"{answer}\r\n".encode())
        return not (verb == "GREETING" and answer.startswith("4"))

    def refuses(self, verb: str) -> bool:
        return bool(self.mood) and MOODS[self.mood][0] == verb

    @staticmethod
    def content(to: Any) -> bytes:
        lines = []
        while (line := to.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line.removeprefix(b"."))
        return b"".join(lines)


@contextlib.contextmanager
def stub_smtp() -> Iterator[StubSmtp]:
    stub = StubSmtp()
    try:
        yield stub
    finally:
        stub.done.set()
        stub.server.shutdown()
        stub.server.server_close()
