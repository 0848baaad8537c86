"""How a URL is looked up: by the digest of its canonical form."""

import hashlib


def digest_of(canonical_url: str) -> str:
    return hashlib.sha256(canonical_url.encode()).hexdigest()
