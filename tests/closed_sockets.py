"""No test reaches beyond this machine: other addresses and names are refused at the socket."""

import ipaddress
import socket
from typing import Any

LOCAL_NAMES = {"localhost", "", "0.0.0.0", "::"}


class OutsideCall(RuntimeError):
    """Not an OSError: code that forgives network failures must not forgive this one."""


def close_sockets() -> None:
    """Guards connecting, sending and looking up names, for the life of the process."""
    for name in ("connect", "connect_ex"):
        setattr(socket.socket, name, _guard_address(getattr(socket.socket, name)))
    socket.socket.sendto = _guard_sendto(socket.socket.sendto)
    socket.getaddrinfo = _guard_lookup(socket.getaddrinfo)


def _guard_address(real: Any) -> Any:
    def guarded(self: socket.socket, address: Any) -> Any:
        _refuse_outside(self, address)
        return real(self, address)

    return guarded


def _guard_sendto(real: Any) -> Any:
    def guarded(self: socket.socket, data: Any, *rest: Any) -> Any:
        _refuse_outside(self, rest[-1])
        return real(self, data, *rest)

    return guarded


def _guard_lookup(real: Any) -> Any:
    def guarded(host: Any, *rest: Any, **more: Any) -> Any:
        if host is not None and not _is_local(host):
            raise OutsideCall(f"a test looked up {host!r}")
        return real(host, *rest, **more)

    return guarded


def _refuse_outside(used: socket.socket, address: Any) -> None:
    if used.family in (socket.AF_INET, socket.AF_INET6) and not _is_local(address[0]):
        raise OutsideCall(f"a test reached for {address!r}")


def _is_local(host: Any) -> bool:
    name = host.decode() if isinstance(host, bytes) else str(host)
    if name in LOCAL_NAMES:
        return True
    try:
        return ipaddress.ip_address(name.partition("%")[0]).is_loopback
    except ValueError:
        return False
