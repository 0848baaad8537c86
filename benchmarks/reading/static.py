"""The machine's limit: nginx, one worker, with the same bytes as files beside their gzip."""

import gzip
import http.client
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.reading.ours import cpu_of, family

CONFIG = """
worker_processes 1; daemon off; pid {folder}/pid; error_log {folder}/error.log;
events {{ worker_connections 1024; }}
http {{
    access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000;
    open_file_cache max=100; default_type application/json; gzip_static on; gzip_vary on;
    client_body_temp_path {folder}/t1; proxy_temp_path {folder}/t2; fastcgi_temp_path {folder}/t3;
    uwsgi_temp_path {folder}/t4; scgi_temp_path {folder}/t5;
    server {{ listen 127.0.0.1:{port}; root {folder}/files; }}
}}
"""


@dataclass
class Nginx:
    port: int
    pid: int

    def cpu(self) -> float:
        return sum(cpu_of(pid) for pid, _ in family(self.pid))

    def url(self, case: str) -> str:
        return f"http://127.0.0.1:{self.port}/{case}"

    def etag(self, case: str) -> str:
        connection = http.client.HTTPConnection("127.0.0.1", self.port)
        connection.request("GET", f"/{case}")
        return connection.getresponse().headers["ETag"]


@contextmanager
def serving(folder: Path, files: dict[str, bytes]) -> Iterator[Nginx]:
    if shutil.which("nginx") is None:
        raise SystemExit("nginx is the measure here: apt install nginx-light")
    (folder / "files").mkdir(parents=True)
    for top in (folder, folder.parent):
        top.chmod(0o755)  # its worker is nobody
    for name, body in files.items():
        (folder / "files" / name).write_bytes(body)
        (folder / "files" / f"{name}.gz").write_bytes(gzip.compress(body, 6))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    config = folder / "nginx.conf"
    config.write_text(CONFIG.format(folder=folder, port=port))
    server = subprocess.Popen(["nginx", "-c", str(config), "-e", f"{folder}/error.log"])
    try:
        time.sleep(0.5)
        yield Nginx(port, server.pid)
    finally:
        server.terminate()
        server.wait()
