"""So many readers at once who post, one comment after another; what came of it."""

import itertools
import json
import os
from pathlib import Path
from typing import Any

from benchmarks.reading import corpus, wrk

WRITERS = 8
TEXT = (
    "Number @N@ of my reasons is the {}: the council was wrong, as the school by the river could"
    " never work, and people think that the plan for the bridge costs more than it is worth. "
)
# No number comes twice in a run, at any system.
_first = itertools.count(1, 100_000)


def text() -> str:
    return TEXT.format(corpus.SEED.split()[0]) + "Think of the street at night. " * 3


def load(url: str, fields: dict[str, Any], seconds: int) -> dict[str, Any]:
    """``fields``: what a form sends, ``@N@`` in them the number of the comment. Returned as
    ``wrk.load`` does, with ``accepted``."""
    env = {"FIRST": str(next(_first)), "BODY": json.dumps(fields), **os.environ}
    script = Path(__file__).with_name("post.lua")
    found = wrk.load(url, {}, seconds, script=script, env=env, connections=WRITERS)
    if found["wrong"] == found["requests"]:
        raise SystemExit(f"{url} takes no comment")
    return {**found, "accepted": found["requests"] - found["wrong"]}
