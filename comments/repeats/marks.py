"""The marks by which texts find each other: bands of a MinHash, and the domains they link to.

Two texts that share 8 of 10 word pairs share a band nearly always, half of them in 80 of 100
cases, 3 of 10 in 28; whoever finds one compares the texts themselves. (Broder, 1997.)
"""

import struct
from collections.abc import Sequence
from hashlib import blake2b

import numpy as np

from comments.repeats.masked import Masked

BANDS = 12
ROWS = 3
_SEED = np.random.default_rng(20260504)
_FACTORS = _SEED.integers(1, 2**63, BANDS * ROWS, dtype=np.uint64) | np.uint64(1)
_OFFSETS = _SEED.integers(0, 2**63, BANDS * ROWS, dtype=np.uint64)


def band_marks(text: Masked) -> list[int]:
    """A signed 64-bit number a band; none for a text that says too little."""
    if not text.says_enough:
        return []
    hashes = np.array([_hash("\0".join(pair).encode()) for pair in text.pairs], np.uint64)
    least = (hashes[:, None] * _FACTORS + _OFFSETS).min(axis=0)
    return [
        _signed(b"band%d" % band + least[band * ROWS : (band + 1) * ROWS].tobytes())
        for band in range(BANDS)
    ]


def domain_marks(domains: Sequence[str]) -> list[int]:
    return [_signed(b"domain" + domain.encode()) for domain in domains]


def _hash(data: bytes) -> int:
    return int.from_bytes(blake2b(data, digest_size=8).digest(), "little")


def _signed(data: bytes) -> int:
    """As databases keep whole numbers."""
    return int(struct.unpack("<q", blake2b(data, digest_size=8).digest())[0])
