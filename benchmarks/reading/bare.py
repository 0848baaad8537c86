"""The server alone: uvicorn as it comes, one worker, with an application that holds the bytes. What
is above its share is ours, what is below it is saved by answering in the connection."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.reading.ours import ROOT, cpu_of

APPLICATION = """
import pathlib, uvicorn
BODIES = {{f"/{{path.name}}": path.read_bytes() for path in pathlib.Path({files!r}).iterdir()}}
async def application(scope, receive, send):
    body = BODIES[scope["path"]]
    length = (b"content-length", str(len(body)).encode())
    headers = [(b"content-type", b"application/json"), length]
    await send({{"type": "http.response.start", "status": 200, "headers": headers}})
    await send({{"type": "http.response.body", "body": body}})
uvicorn.run(application, port={port}, loop="uvloop", http="httptools", lifespan="off",
            access_log=False, log_level="error")
"""


@dataclass
class Bare:
    port: int
    pid: int

    def cpu(self) -> float:
        return cpu_of(self.pid)

    def url(self, case: str) -> str:
        return f"http://127.0.0.1:{self.port}/{case}"


@contextmanager
def serving(files: Path) -> Iterator[Bare]:
    """``files``: a folder; each is answered under its name."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    program = APPLICATION.format(files=str(files), port=port)
    server = subprocess.Popen([sys.executable, "-c", program], cwd=ROOT)
    try:
        wait_for(port)
        yield Bare(port, server.pid)
    finally:
        server.terminate()
        server.wait()


def wait_for(port: int) -> None:
    for _ in range(600):
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("the bare server does not start")
