"""The list of throw-away domains in use: the operator's newer one, else the one that came along."""

import functools
import logging
from pathlib import Path

from django.conf import settings

from comments.disposable import parse

log = logging.getLogger(__name__)

CAME_ALONG = Path(__file__).resolve().parent.parent / "data" / "disposable_domains.txt"
NAME = "disposable_domains.txt"


def newer_list() -> Path:
    """Where the operator's list stands, if there is one."""
    return Path(settings.DATA_DIR) / NAME


def disposable_domains() -> frozenset[str]:
    """The domains; read again when the operator's file has changed."""
    path = newer_list()
    try:
        changed = path.stat().st_mtime_ns
    except OSError:
        return _read(CAME_ALONG, 0)
    try:
        return _read(path, changed)
    except (OSError, ValueError) as error:
        # A damaged list must not stop the judging: the older one still knows most.
        log.error("%s cannot be used: %s", path, error)
        return _read(CAME_ALONG, 0)


@functools.lru_cache(maxsize=2)
def _read(path: Path, changed: int) -> frozenset[str]:
    return parse(path.read_text(encoding="utf-8"))
