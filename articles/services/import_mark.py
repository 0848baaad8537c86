"""How far an import of a file has come, so that one that was cut off goes on where it stood."""

import hashlib
import json
import os
from pathlib import Path

from django.conf import settings

from articles.models import Site


class ImportMark:
    """One for each site and file; it counts for nothing once the file has changed."""

    def __init__(self, site: Site, file: Path) -> None:
        self._file = file.resolve()
        name = hashlib.sha256(f"{site.key}\0{self._file}".encode()).hexdigest()[:32]
        self._path = Path(settings.DATA_DIR) / "imports" / f"{name}.json"

    def read(self) -> int:
        """Items that are stored already; 0 where there is nothing to go on from."""
        try:
            kept = json.loads(self._path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return 0
        if not isinstance(kept, dict) or kept.get("file") != self._identity():
            return 0
        return int(kept.get("items", 0))

    def write(self, items: int) -> None:
        """Call it after the commit: a mark that is behind costs time, one ahead would lose."""
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = self._path.with_suffix(f".{os.getpid()}")
        kept = {"file": self._identity(), "items": items}
        draft.write_text(json.dumps(kept), encoding="utf-8")
        draft.replace(self._path)

    def clear(self) -> None:
        self._path.unlink(missing_ok=True)

    def _identity(self) -> list[int]:
        facts = self._file.stat()
        return [facts.st_size, facts.st_mtime_ns]
