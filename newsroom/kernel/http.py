"""What every edge needs of HTTP: whose address this is, and answers made of bytes."""

import hashlib
import ipaddress
from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse

from newsroom.kernel.basis import Basis

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


def networks(declared: Iterable[str]) -> list[Network]:
    return [ipaddress.ip_network(text, strict=False) for text in declared]


def client_address(peer: str, forwarded_for: str, trusted: Iterable[Network]) -> str:
    """The nearest address no declared proxy owns, read right to left; '' where that is no address.

    Only the last hops are vouched for: what stands further left, anyone can write. Where all are
    declared ones, the first of them speaks for itself.
    """
    proxies = list(trusted)
    address = ""
    for hop in [peer, *reversed([hop for hop in forwarded_for.split(",") if hop.strip()])]:
        try:
            address = str(_parsed(hop))
        except ValueError:
            return ""
        if not is_declared(address, proxies):
            return address
    return address


def is_declared(address: str, proxies: Iterable[Network]) -> bool:
    """Whether the address is one of the operator's own proxies."""
    try:
        ip = _parsed(address)
    except ValueError:
        return False
    return any(ip in proxy for proxy in proxies)


def address_prefix(address: str) -> str:
    """What limits are kept by: IPv4 whole, IPv6 by /64, since one household has a whole /64."""
    try:
        ip = _parsed(address)
    except ValueError:
        return "unknown"
    return str(ip) if ip.version == 4 else str(ipaddress.ip_network(f"{ip}/64", strict=False))


def _parsed(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    """One spelling of each address: a server that listens on IPv6 sees IPv4 clients as mapped
    ones, and link-local ones come with the name of a network card."""
    ip = ipaddress.ip_address(text.strip().partition("%")[0])
    return (ip.ipv4_mapped or ip) if ip.version == 6 else ip


# With the second that our own memory may be behind, nobody on the way shows what is older than
# five.
MAX_AGE, STALE = 1, 3


class PublicResponse(HttpResponse):
    """An answer that depends on its URL alone. Where it has a ``basis``, the edge may keep it for
    everybody: see docs/decisions/0035-reads-from-bytes.md."""

    basis: Basis | None = None


def kept_for(seconds: int = MAX_AGE) -> str:
    """The Cache-Control of a public answer."""
    return f"public, max-age={seconds}, stale-while-revalidate={STALE}"


def bytes_response(
    request: HttpRequest,
    body: bytes,
    content_type: str = "application/json",
    max_age: int = MAX_AGE,
    *,
    basis: Basis | None = None,
) -> PublicResponse:
    """A public answer; 304 where the reader has these bytes."""
    etag = f'"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'
    known = {
        tag.strip().removeprefix("W/")
        for tag in request.headers.get("If-None-Match", "").split(",")
    }
    if etag in known:
        response = PublicResponse(status=304)
    else:
        response = PublicResponse(body, content_type=content_type)
        response.basis = basis
    response["ETag"] = etag
    response["Cache-Control"] = kept_for(max_age)
    return response
