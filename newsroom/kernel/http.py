"""What every edge needs of HTTP: whose address this is, and answers made of bytes."""

import hashlib
import ipaddress
from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


def networks(declared: Iterable[str]) -> list[Network]:
    return [ipaddress.ip_network(text, strict=False) for text in declared]


def client_address(peer: str, forwarded_for: str, trusted: Iterable[Network]) -> str:
    """The nearest address no declared proxy owns, read right to left; '' where none is one.

    Only the last hops are vouched for: what stands further left, anyone can write.
    """
    proxies = list(trusted)
    for hop in [peer, *reversed(forwarded_for.split(","))] if proxies else [peer]:
        try:
            address = ipaddress.ip_address(hop.strip())
        except ValueError:
            return ""
        if not any(address in proxy for proxy in proxies):
            return str(address)
    return peer


def address_prefix(address: str) -> str:
    """What limits are kept by: IPv4 whole, IPv6 by /64, since one household has a whole /64."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if ip.version == 4:
        return str(ip)
    mapped = ip.ipv4_mapped
    return str(mapped) if mapped else str(ipaddress.ip_network(f"{ip}/64", strict=False))


def bytes_response(
    request: HttpRequest, body: bytes, content_type: str = "application/json", max_age: int = 5
) -> HttpResponse:
    """A public answer that depends on its URL alone; 304 where the reader has these bytes."""
    etag = f'"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'
    known = {
        tag.strip().removeprefix("W/")
        for tag in request.headers.get("If-None-Match", "").split(",")
    }
    if etag in known:
        response = HttpResponse(status=304)
    else:
        response = HttpResponse(body, content_type=content_type)
    response["ETag"] = etag
    response["Cache-Control"] = f"public, max-age={max_age}, stale-while-revalidate=30"
    return response
