"""blocks: whom a site takes nothing from. A sender is looked for by every key at once."""

import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import F, Q

from comments.disposable import is_domain
from comments.identity import AddressError, ascii_domain, clean_email
from comments.models import Block
from comments.services.follow import box_of
from comments.services.mails import recipient
from newsroom.kernel.fields import FieldError, clean_line

# Of what widths a range may be: what is looked for is every range that an address could be in.
WIDTHS = {4: range(8, 33), 6: (*range(16, 65, 4), 128)}


@dataclass(frozen=True)
class Named:
    """What is blocked: by what it is found, and how people read it."""

    kind: Block.Kind
    key: str
    shown: str


def named(kind: str, value: object) -> Named:
    """Raises FieldError for what is no address, domain or range."""
    text = clean_line(value, max_length=254, required=True)
    if kind in (Block.Kind.ADDRESS, Block.Kind.PERSON):
        return _address(Block.Kind(kind), text)
    if kind == Block.Kind.DOMAIN:
        return _domain(text)
    if kind == Block.Kind.NETWORK:
        return _network(text)
    raise FieldError("invalid", "A block is of an address, a person, a domain or a network.")


def _address(kind: Block.Kind, text: str) -> Named:
    try:
        address = clean_email(text, max_length=254, smtputf8=True)
    except AddressError as error:
        raise FieldError("invalid", error.text) from None
    key = _by_box(address) if kind is Block.Kind.ADDRESS else _by_person(address)
    return Named(kind, key, masked(address))


def _domain(text: str) -> Named:
    domain = ascii_domain(text.removeprefix("@").rstrip("."))
    if not is_domain(domain):
        raise FieldError("invalid", "A domain such as example.org.")
    return Named(Block.Kind.DOMAIN, f"d:{domain}", domain)


def _network(text: str) -> Named:
    try:
        network = ipaddress.ip_network(text, strict=False)
    except ValueError:
        raise FieldError("invalid", "An IP address, or a range such as 192.0.2.0/24.") from None
    if network.prefixlen not in WIDTHS[network.version]:
        raise FieldError(
            "invalid", "A range of IPv4 is /8 to /32; of IPv6 /16 to /64 in steps of four, or /128."
        )
    return Named(Block.Kind.NETWORK, f"n:{network}", str(network))


def masked(address: str) -> str:
    """Enough to know it again, too little to write to."""
    local, _, domain = address.rpartition("@")
    return f"{local[:1]}…@{domain}"


def keys_of(email: str, ip: str | None) -> list[str]:
    """Every key that a block of this sender could have."""
    found = []
    if email:
        found += [_by_box(email), _by_person(email)]
        labels = ascii_domain(email.rpartition("@")[2]).split(".")
        found += [f"d:{'.'.join(labels[place:])}" for place in range(len(labels))]
    if ip:
        address = ipaddress.ip_address(ip)
        nets = (ipaddress.ip_network((address, width), strict=False) for width in _widths(address))
        found += [f"n:{network}" for network in nets]
    return found


def _widths(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> Iterable[int]:
    return WIDTHS[address.version]


def find(site_pk: int, email: str, ip: str | None, now: datetime) -> list[Block]:
    """The blocks that this sender falls under, in one look."""
    keys = keys_of(email, ip)
    if not keys:
        return []
    rows = Block.objects.filter(site=site_pk, key__in=keys)
    return list(rows.filter(Q(until=None) | Q(until__gt=now)))


def count_hits(pks: Iterable[int], now: datetime) -> None:
    Block.objects.filter(pk__in=list(pks)).update(hits=F("hits") + 1, last_hit=now)


def block(
    site_pk: int,
    what: Named,
    effect: str,
    reason: object,
    until: datetime | None,
    by: AbstractBaseUser,
    now: datetime,
) -> Block:
    """The same once more changes its effect, reason and end. Raises FieldError."""
    said = clean_line(reason, max_length=200, required=True)
    if effect not in Block.Effect.values:
        raise FieldError("invalid", f"A block's effect is one of {', '.join(Block.Effect.values)}.")
    values = {"effect": effect, "reason": said, "until": until, "by_id": by.pk}
    made = {"kind": what.kind, "shown": what.shown, "created": now}
    row, _ = Block.objects.update_or_create(
        site_id=site_pk, key=what.key, defaults=values, create_defaults=values | made
    )
    return row


def unblock(site_pk: int, pk: int) -> bool:
    return bool(Block.objects.filter(site=site_pk, pk=pk).delete()[0])


def _by_box(address: str) -> str:
    return f"a:{box_of(address)}"


def _by_person(address: str) -> str:
    return f"i:{recipient(address)}"
