"""A backup: every row of one moment and the data folder's secrets, in a ZIP that any tool opens.

``rows/<app>.<model>.jsonl`` holds a table, as Django's serializers write it, the same from SQLite
and PostgreSQL: a backup of the one is restored into the other. ``manifest.json`` says how many rows
each has and which migrations made the tables. The running server is not held up.
"""

import hashlib
import hmac
import json
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from django.apps import apps
from django.conf import settings
from django.core import serializers
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Model

from newsroom.kernel.whole_file import whole_file

FORMAT = 1
MANIFEST = "manifest.json"
# In the data folder; without them receipts, links in mails and bans by address mean nothing.
SECRETS = ("secret_key", "pepper")
LEFT_OUT = {"sessions.session"}  # who is signed in: they sign in again
BEGIN = {
    # Not Django's atomic(): on SQLite that takes the lock for writing.
    "sqlite": "BEGIN DEFERRED",
    "postgresql": "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
}

Progress = Callable[[int, int], None]


class NoBackup(Exception):
    """Nothing was written or nothing was restored; the text says why, for a person."""


class Exact(DjangoJSONEncoder):
    """Django's own cuts times to milliseconds; rows are ordered by finer ones."""

    def default(self, o: Any) -> Any:
        return o.isoformat() if isinstance(o, datetime) else super().default(o)


def write_backup(out: Path, now: datetime, progress: Progress) -> dict[str, int]:
    """Rows by table. Raises NoBackup; ``out`` is there whole or not at all."""
    try:
        with whole_file(out) as file, one_moment():
            return _write(file, now, progress)
    except OSError as error:
        raise NoBackup(f"{out}: {error.strerror}") from None


def _write(file: BinaryIO, now: datetime, progress: Progress) -> dict[str, int]:
    rows = {label(model): model._base_manager.count() for model in tables()}
    total, done = sum(rows.values()), 0
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for model in tables():
            with archive.open(entry(model), "w", force_zip64=True) as member:
                for lines in chunks(model):
                    member.write(lines.encode())
                    done += lines.count("\n")
                    progress(done, total)
        for name in kept_here():
            archive.write(settings.DATA_DIR / name, f"data/{name}")
        manifest = {
            "format": FORMAT,
            "made_at": now.isoformat(),
            "from": connection.vendor,
            "migrations": migrations(),
            "secrets": fingerprints(),
            "rows": rows,
        }
        archive.writestr(MANIFEST, json.dumps(manifest, indent=1) + "\n")
    return rows


def tables() -> list[type[Model]]:
    every = apps.get_models(include_auto_created=True)
    ours = (model for model in every if model._meta.managed and not model._meta.proxy)
    return sorted((model for model in ours if label(model) not in LEFT_OUT), key=label)


def label(model: type[Model]) -> str:
    return model._meta.label_lower


def entry(model: type[Model]) -> str:
    return f"rows/{label(model)}.jsonl"


def chunks(model: type[Model], size: int = 1000) -> Iterator[str]:
    """The table as lines of JSON, some at a time. Its many-to-many rows are tables of their own."""
    columns = [field.name for field in model._meta.concrete_fields]
    batch = []
    for row in model._base_manager.order_by("pk").iterator(chunk_size=size):
        batch.append(row)
        if len(batch) == size:
            yield serializers.serialize("jsonl", batch, fields=columns, cls=Exact)
            batch = []
    if batch:
        yield serializers.serialize("jsonl", batch, fields=columns, cls=Exact)


def migrations() -> list[str]:
    applied = MigrationRecorder(connection).applied_migrations()
    return sorted(f"{app}.{name}" for app, name in applied if app in apps.app_configs)


def fingerprints() -> dict[str, str]:
    """Tell two secrets apart without giving either away: both are long and random."""
    values = {"secret_key": settings.SECRET_KEY, "pepper": settings.PEPPER}
    return {
        name: hmac.digest(value.encode(), b"newsroom backup", hashlib.sha256).hex()
        for name, value in values.items()
    }


def kept_here() -> list[str]:
    """The secrets that lie in the data folder and are in use; others came by the environment."""
    values = {"secret_key": settings.SECRET_KEY, "pepper": settings.PEPPER}
    return [name for name in SECRETS if _lies_there(settings.DATA_DIR / name, values[name])]


def _lies_there(file: Path, value: str) -> bool:
    return file.is_file() and file.read_text(encoding="utf-8").strip() == value


@contextmanager
def one_moment() -> Iterator[None]:
    """Every read in the block sees the database as it was at the first; nobody waits for it."""
    with connection.cursor() as cursor:
        cursor.execute(BEGIN[connection.vendor])
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")
