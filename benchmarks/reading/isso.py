"""Isso, as its documentation says to run it: gunicorn, four workers, SQLite."""

import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.request import urlopen

from benchmarks.reading import corpus
from benchmarks.reading.ours import cpu_of, family

PACKAGES = ("isso==0.14.0", "gunicorn", "gevent", "setuptools<81")
CONFIG = """
[general]
dbpath = {folder}/comments.db
host =
    http://127.0.0.1:{port}/
    {page}
[moderation]
enabled = false
[guard]
enabled = false
[server]
listen = http://127.0.0.1:{port}
"""
PORT = 8123
# Where the page is that shows its comments.
PAGE = "http://127.0.0.1:8125/"


@dataclass
class Isso:
    pid: int = 0
    url: str = f"http://127.0.0.1:{PORT}"
    reads: dict[str, str] = field(default_factory=lambda: {"thread": "/?uri=/story-0"})

    def cpu(self) -> float:
        return sum(cpu_of(pid) for pid, _ in family(self.pid))


@contextmanager
def serving(folder: Path, *, wanted: bool) -> Iterator[Isso | None]:
    if not wanted:
        yield None
        return
    folder.mkdir(parents=True)
    python = folder / "venv/bin/python"
    subprocess.run([sys.executable, "-m", "venv", str(folder / "venv")], check=True)
    subprocess.run([str(python), "-m", "pip", "-q", "install", *PACKAGES], check=True)
    (folder / "isso.cfg").write_text(CONFIG.format(folder=folder, port=PORT, page=PAGE))
    env = {"ISSO_SETTINGS": str(folder / "isso.cfg"), "PATH": "/usr/bin:/bin"}
    make = "from isso import config, db; import sys; db.SQLite3(sys.argv[1] + '/comments.db',"
    make += " config.load(config.default_file(), sys.argv[1] + '/isso.cfg'))"
    subprocess.run([str(python), "-c", make, str(folder)], check=True, env=env)
    fill(folder / "comments.db")
    server = subprocess.Popen(
        [str(python), "-m", "gunicorn", "-b", f"127.0.0.1:{PORT}", "-w", "4", "isso.run"],
        env=env,
        stderr=subprocess.DEVNULL,
    )
    try:
        answers(Isso().url + Isso().reads["thread"], "Isso")
        yield Isso(server.pid)
    finally:
        server.terminate()
        server.wait()


def fill(path: Path) -> None:
    """It stores replies one level deep."""
    with sqlite3.connect(path) as database:
        key = 0
        for article in range(corpus.ARTICLES):
            title = f"Story {article}"
            database.execute(
                "INSERT INTO threads (id, uri, title) VALUES (?, ?, ?)",
                (article + 1, f"/story-{article}", title),
            )
            base, roots = key, dict[int, int]()
            for number, above, name, text in corpus.comments_of(article):
                key += 1
                parent = None if above is None else roots.get(above, base + above + 1)
                if parent is not None:
                    roots[number] = parent
                database.execute(
                    "INSERT INTO comments (tid, id, parent, created, mode, remote_addr, text,"
                    " author, voters) VALUES (?, ?, ?, ?, 1, '127.0.0.0', ?, ?, ?)",
                    (article + 1, key, parent, time.time(), text, name, b"\0" * 256),
                )


def answers(url: str, who: str) -> None:
    """Waits until it does."""
    for _ in range(150):
        try:
            with urlopen(url) as answer:
                answer.read()
                return
        except OSError:
            time.sleep(0.2)
    raise SystemExit(f"{who} does not start")
