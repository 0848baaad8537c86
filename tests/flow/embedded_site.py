"""The embedded set-up as a newcomer starts it: one process, its own everything."""

import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from types import TracebackType
from typing import Self

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 90


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class EmbeddedSite:
    """``with EmbeddedSite(folder) as site``: serves on ``site.url`` until the block ends."""

    def __init__(self, data: Path, *options: str) -> None:
        self.data = data
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = data.with_suffix(".log")
        self._options = options

    def __enter__(self) -> Self:
        kept = {k: v for k, v in os.environ.items() if not k.startswith("NEWSROOM_")}
        command = [sys.executable, "-m", "newsroom.kernel.embedded", *self._options]
        command += ["--port", str(self.port), "--data", str(self.data)]
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                command, cwd=ROOT, env=kept, stdout=log, stderr=log, start_new_session=True
            )
        self._wait()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        self.process.terminate()
        self.process.wait(15)

    @property
    def said(self) -> str:
        return self.log.read_text()

    @property
    def password(self) -> str:
        found = re.search(r"admin / (\S+)", self.said)
        assert found, self.said
        return found[1]

    def _wait(self) -> None:
        ends = time.monotonic() + START_SECONDS
        while time.monotonic() < ends:
            assert self.process.poll() is None, self.said
            try:
                urllib.request.urlopen(f"{self.url}/livez", timeout=1).close()
            except (urllib.error.URLError, OSError):
                time.sleep(0.1)
            else:
                return
        raise AssertionError(f"it did not answer in {START_SECONDS} s: {self.said}")
