"""The desk as a process that is spoken to: Django is awake in it already."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks.reading import ours
from newsroom.kernel import redis_server


class Desk:
    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process
        self._lock = threading.Lock()

    def ask(self, command: str, given: Any = None) -> Any:
        assert self._process.stdin is not None and self._process.stdout is not None
        with self._lock:
            more = "" if given is None else f" {json.dumps(given)}"
            self._process.stdin.write(f"{command}{more}\n")
            self._process.stdin.flush()
            said = self._process.stdout.readline()
        if not said:
            raise SystemExit(f"the desk fell at {command!r}")
        return json.loads(said)


@contextmanager
def desk_of(newsroom: ours.Newsroom) -> Iterator[Desk]:
    program = str(Path(__file__).with_name("desk.py"))
    redis = f"unix://{redis_server.socket_path(newsroom.folder)}?db=0"
    env = {"NEWSROOM_DATA_DIR": str(newsroom.folder), "NEWSROOM_REDIS_URL": redis, **os.environ}
    with subprocess.Popen(
        [sys.executable, program],
        env=env,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        yield Desk(process)
        assert process.stdin is not None
        process.stdin.close()
