"""A name server on loopback that answers as it is told, by UDP and by TCP."""

import contextlib
import copy
import socket
import socketserver
import struct
import threading
from collections.abc import Iterator
from typing import Any

import dns.flags
import dns.message
import dns.rcode
import dns.rdatatype
import dns.resolver
import dns.rrset

Records = dict[str, dict[str, list[str]]]
SILENT, SERVFAIL, TRUNCATED = "silent", "servfail", "truncated"


class StubDns:
    """``records``: by name and type ("MX"), the data of each record. A name in ``moods`` is silent,
    fails, or is told in full by TCP only; any other name does not exist."""

    def __init__(self, records: Records, moods: dict[str, str]) -> None:
        self.records = copy.deepcopy(records)
        self.moods = moods
        self.asked: list[tuple[str, str, str]] = []
        self._servers: list[socketserver.BaseServer] = []
        self.port = 0

    def start(self) -> None:
        udp, tcp = self._bound()
        self._servers = [udp, tcp]
        for server in self._servers:
            threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()

    def _bound(self) -> tuple[socketserver.BaseServer, socketserver.BaseServer]:
        """One number for both; the one that UDP was given may be taken for TCP."""
        for _ in range(20):
            udp = socketserver.UDPServer(("127.0.0.1", 0), self._handler(by="udp"))
            self.port = udp.server_address[1]
            try:
                return udp, socketserver.TCPServer(
                    ("127.0.0.1", self.port), self._handler(by="tcp")
                )
            except OSError:
                udp.server_close()
        raise RuntimeError("no port is free for both UDP and TCP")

    def stop(self) -> None:
        for server in self._servers:
            server.shutdown()
            server.server_close()

    def resolver(self) -> dns.resolver.Resolver:
        resolver = dns.resolver.Resolver(configure=False)
        resolver.nameservers = ["127.0.0.1"]
        resolver.port = self.port
        return resolver

    def answer(self, wire: bytes, by: str) -> bytes | None:
        query = dns.message.from_wire(wire)
        [question] = query.question
        name = question.name.to_text(omit_final_dot=True).lower()
        kind = dns.rdatatype.to_text(question.rdtype)
        self.asked.append((name, kind, by))
        mood = self.moods.get(name)
        if mood == SILENT:
            return None
        response = dns.message.make_response(query)
        if mood == SERVFAIL:
            response.set_rcode(dns.rcode.SERVFAIL)
        elif mood == TRUNCATED and by == "udp":
            response.flags |= dns.flags.TC
        elif name not in self.records:
            response.set_rcode(dns.rcode.NXDOMAIN)
        elif found := self.records[name].get(kind):
            response.answer.append(dns.rrset.from_text(question.name, 60, "IN", kind, *found))
        return response.to_wire()

    def _handler(self, by: str) -> Any:
        stub = self

        class Handler(socketserver.BaseRequestHandler):
            def handle(self) -> None:
                if by == "udp":
                    wire, sock = self.request
                    if (answer := stub.answer(wire, by)) is not None:
                        sock.sendto(answer, self.client_address)
                    return
                length = struct.unpack("!H", _exactly(self.request, 2))[0]
                answer = stub.answer(_exactly(self.request, length), by)
                if answer is not None:
                    self.request.sendall(struct.pack("!H", len(answer)) + answer)

        return Handler


def _exactly(connection: socket.socket, count: int) -> bytes:
    data = b""
    while len(data) < count:
        if not (more := connection.recv(count - len(data))):
            raise ConnectionError
        data += more
    return data


@contextlib.contextmanager
def stub_dns(records: Records, **moods: str) -> Iterator[StubDns]:
    """Moods are named with underscores for dots: ``slow_example="silent"``."""
    stub = StubDns(records, {name.replace("_", "."): mood for name, mood in moods.items()})
    stub.start()
    try:
        yield stub
    finally:
        stub.stop()
