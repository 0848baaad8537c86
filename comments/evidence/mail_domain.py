"""Whether a domain takes mail: MX, null MX, address as fallback; kept by domain.

``ok``, ``no_mx``, ``null_mx``, ``nxdomain`` are answers. A time-out or a failing server is Missing:
the domain is unknown, which never stops anyone.
"""

import re
import threading
import time
from datetime import datetime

import dns.exception
import dns.rdatatype
import dns.resolver
from django.core.cache import cache

from comments.identity import ascii_domain
from comments.models import Comment
from comments.pipeline.case import Missing, Skipped

LIFETIME = 1.2  # seconds for all questions: a reader waits for the judgement
KEEP = {"ok": 86_400, "no_mx": 3600, "null_mx": 3600, "nxdomain": 3600, "unknown": 300}
# A resolver that did not answer is left alone for a while: every comment would wait for it.
PAUSE = 30.0

# RFC 2606 and 6761: kept for documentation and tests, so nobody is to be asked about them.
RESERVED = re.compile(r"(^|\.)(example(\.(com|net|org))?|test|invalid|localhost)$")

_lock = threading.Lock()
_silent_until = 0.0


def ask_mail_domain(comment: Comment, now: datetime) -> str | Missing | Skipped:
    domain = ascii_domain(comment.email.rpartition("@")[2])
    if not domain:
        return Skipped("no address")
    if RESERVED.search(domain):
        return Skipped("a domain kept for examples")
    known = cache.get(f"mail-domain:{domain}")
    answer = known or look_up(domain)
    if known is None:
        cache.set(f"mail-domain:{domain}", answer, KEEP[answer])
    return Missing("the name servers did not answer") if answer == "unknown" else answer


def look_up(domain: str, resolver: dns.resolver.Resolver | None = None) -> str:
    """One of ok, no_mx, null_mx, nxdomain, unknown; never raises, takes at most twice LIFETIME."""
    global _silent_until
    if resolver is None and time.monotonic() < _silent_until:
        return "unknown"
    try:
        return _asked(domain, resolver or dns.resolver.get_default_resolver())
    except dns.resolver.NXDOMAIN:
        return "nxdomain" if resolver is not None or _knows_the_world() else "unknown"
    except (dns.resolver.LifetimeTimeout, OSError):
        # Whoever runs a slow name server must not blind us to everybody else's domains.
        if resolver is None and not _names_com():
            with _lock:
                _silent_until = time.monotonic() + PAUSE
        return "unknown"
    except (dns.exception.DNSException, UnicodeError):
        return "unknown"


def _knows_the_world() -> bool:
    """Closed networks and captive portals answer NXDOMAIN to everything: a resolver that knows no
    name servers for com. is believed nothing."""
    known: bool | None = cache.get("mail-domain-world")
    if known is None:
        known = _names_com()
        cache.set("mail-domain-world", known, KEEP["unknown"])
    return known


def _names_com() -> bool:
    try:
        dns.resolver.get_default_resolver().resolve("com.", "NS", lifetime=LIFETIME / 2)
    except (dns.exception.DNSException, OSError):
        return False
    return True


def _asked(domain: str, resolver: dns.resolver.Resolver) -> str:
    ends = time.monotonic() + LIFETIME
    try:
        found = resolver.resolve(domain, "MX", lifetime=LIFETIME, search=False)
    except dns.resolver.NoAnswer:
        return "ok" if _has_address(domain, resolver, ends) else "no_mx"
    hosts = [str(record.exchange) for record in found]
    return "null_mx" if hosts == ["."] else "ok"


def _has_address(domain: str, resolver: dns.resolver.Resolver, ends: float) -> bool:
    """RFC 5321: without an MX the domain's own address takes the mail."""
    for kind in (dns.rdatatype.A, dns.rdatatype.AAAA):
        left = max(0.1, ends - time.monotonic())
        try:
            resolver.resolve(domain, kind, lifetime=left, search=False)
        except dns.resolver.NoAnswer:
            continue
        return True
    return False
