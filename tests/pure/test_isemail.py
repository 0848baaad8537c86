"""The isemail cases against the written policy of docs/email.md.

Collected only where NEWSROOM_SAMPLES names the folder that holds `email/isemail.jsonl.gz`.
"""

import gzip
import json
import os
from pathlib import Path

from comments.identity import AddressError, clean_email

# On purpose: a top-level domain takes no mail in practice.
MEANT = {"test@io"}

if SAMPLES := os.environ.get("NEWSROOM_SAMPLES"):
    PACKED = (Path(SAMPLES) / "email" / "isemail.jsonl.gz").read_bytes()
    LINES = gzip.decompress(PACKED).decode().splitlines()
    CASES = [case for case in map(json.loads, LINES) if case["expect"] in ("accept", "reject")]

    def verdict(address: str) -> str:
        try:
            clean_email(address, max_length=254)
        except AddressError:
            return "reject"
        return "accept"

    def test_the_verdicts_agree_with_the_policy() -> None:
        wrong = [case["address"] for case in CASES if verdict(case["address"]) != case["expect"]]
        assert len(CASES) >= 150
        assert len(wrong) <= 0.02 * len(CASES), wrong
        assert all(one in MEANT or one != one.strip(" ") for one in wrong), wrong
