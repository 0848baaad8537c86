"""Attack strings for the pure tests: our own (CC0), and sample lists where they are at hand."""

import gzip
import json
import os
from pathlib import Path
from typing import Any

FIXTURE = Path(__file__).parent.parent / "fixtures" / "attack.json"
OWN: dict[str, list[Any]] = json.loads(FIXTURE.read_text())

# The folder of sample data. Its lists are not ours to copy, so without it they are not collected.
SAMPLES = Path(os.environ["NEWSROOM_SAMPLES"]) if os.environ.get("NEWSROOM_SAMPLES") else None


def own_strings() -> list[str]:
    return [text for kind in OWN.values() for text in kind if isinstance(text, str)]


def sampled_strings() -> list[str]:
    """Every string of the sampled lists; none without samples."""
    if SAMPLES is None:
        return []
    naughty = json.loads((SAMPLES / "attack" / "blns.json").read_text())
    bleach = json.loads((SAMPLES / "attack" / "bleach-tests.json").read_text())
    return [text for text in (*naughty, *bleach) if isinstance(text, str)]


def sampled_addresses() -> list[dict[str, str]]:
    if SAMPLES is None:
        return []
    with gzip.open(SAMPLES / "email" / "isemail.jsonl.gz", "rt") as lines:
        return [json.loads(line) for line in lines]
