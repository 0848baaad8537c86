"""Newsroom's own: JSON lines that lose nothing. First a header, then each article before its
comments."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime
from typing import Any, TextIO

from comments.porting.writers.discussion import Discussions

FORMAT = 1
OF_A_THREAD = ("article", "url", "title", "opened_at", "closed")


def write(discussions: Discussions, site: str, out: TextIO) -> None:
    _line(out, {"newsroom": FORMAT, "site": site})
    for talk in discussions:
        facts = {name: getattr(talk, name) for name in OF_A_THREAD}
        _line(out, {"kind": "thread", **facts})
        for said in talk.comments:
            _line(out, {"kind": "comment", "article": talk.article, **asdict(said)})


def _line(out: TextIO, value: dict[str, Any]) -> None:
    out.write(json.dumps(value, ensure_ascii=False, default=_time) + "\n")


def _time(value: Any) -> str:
    assert isinstance(value, datetime)
    return value.isoformat()
