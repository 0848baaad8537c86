"""Which IP addresses a server may be sent to by a name that others control."""

import ipaddress

# Only 2000::/3 is handed out to the public, and these parts of it are not: protocol assignments
# with Teredo, documentation, and 6to4, whose addresses carry an IPv4 address to anywhere.
_PUBLIC_6 = ipaddress.IPv6Network("2000::/3")
_NOT_PUBLIC_6 = [
    ipaddress.IPv6Network(text) for text in ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")
]
# What Python's tables leave out or have changed their mind about between releases.
_NOT_PUBLIC_4 = [
    ipaddress.IPv4Network(text)
    for text in ("100.64.0.0/10", "192.0.0.0/24", "192.88.99.0/24", "198.18.0.0/15")
]


def is_public(address: str) -> bool:
    """Whether ``address`` belongs to the open internet: nothing of this machine, of the network
    it stands in, of a cloud's own services, and no spelling of those inside IPv6."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv4Address):
        return _is_public_4(ip)
    known = ip in _PUBLIC_6 and not any(ip in network for network in _NOT_PUBLIC_6)
    return known and ip.is_global


def _is_public_4(ip: ipaddress.IPv4Address) -> bool:
    if any(ip in network for network in _NOT_PUBLIC_4):
        return False
    return ip.is_global and not ip.is_multicast and not ip.is_reserved
