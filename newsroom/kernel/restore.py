"""A backup's rows and secrets take their places in an empty installation, all or none."""

import json
import zipfile
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core import serializers
from django.core.management.color import no_style
from django.core.serializers.base import DeserializationError
from django.db import DatabaseError, connection, transaction
from django.db.models import Model

from newsroom.kernel.backup import (
    FORMAT,
    MANIFEST,
    SECRETS,
    NoBackup,
    Progress,
    entry,
    fingerprints,
    kept_here,
    label,
    migrations,
    tables,
)
from newsroom.kernel.whole_file import whole_file

MADE_BY_MIGRATE = ("auth.permission", "contenttypes.contenttype")
BATCH = 500


def restore(source: Path, progress: Progress) -> dict[str, int]:
    """Rows by table. Raises NoBackup, and then nothing is changed."""
    try:
        with zipfile.ZipFile(source) as archive:
            manifest = read_manifest(archive)
            fits(manifest, archive)
            with transaction.atomic():
                rows = _take_in(archive, manifest["rows"], progress)
                # Last, and before the commit: rows without their secrets would mean little.
                _put_secrets(archive)
    except OSError as error:
        raise NoBackup(f"{source}: {error.strerror}") from None
    except (zipfile.BadZipFile, DeserializationError, ValueError, KeyError, EOFError) as error:
        raise NoBackup(f"{source} is damaged, or no backup of Newsroom: {error}") from None
    except DatabaseError as error:
        raise NoBackup(f"{source}: the database refuses its rows: {error}") from None
    return rows


def read_manifest(archive: zipfile.ZipFile) -> dict[str, Any]:
    manifest = json.loads(archive.read(MANIFEST))
    if manifest["format"] != FORMAT:
        raise NoBackup(f"It has the format {manifest['format']}; this version reads {FORMAT}")
    return dict(manifest)


def fits(manifest: dict[str, Any], archive: zipfile.ZipFile) -> None:
    """Raises NoBackup where the backup's rows would mean something else here, or hide others."""
    theirs, ours = set(manifest["migrations"]), set(migrations())
    if theirs != ours:
        named = ", ".join(sorted(theirs ^ ours)[:3])
        raise NoBackup(
            f"It was made by another version (they differ in {named}): restore it with that one"
        )
    if full := next((model for model in tables() if not _may_fill(model)), None):
        raise NoBackup(
            f"There are {full._meta.verbose_name_plural} here already: restore into an empty"
            " installation (NEWSROOM_DATA_DIR or NEWSROOM_DATABASE_URL)"
        )
    here = fingerprints()
    for name in SECRETS:
        replaced = f"data/{name}" in archive.namelist() and name in kept_here()
        if not replaced and manifest["secrets"][name] != here[name]:
            raise NoBackup(f"NEWSROOM_{name.upper()} is not the one it was made with: set that")


def _may_fill(model: type[Model]) -> bool:
    return label(model) in MADE_BY_MIGRATE or not model._base_manager.exists()


def _take_in(archive: zipfile.ZipFile, told: dict[str, int], progress: Progress) -> dict[str, int]:
    done, rows = 0, {}
    for model in reversed(tables()):
        if label(model) in MADE_BY_MIGRATE:
            model._base_manager.all().delete()
    for model in tables():
        rows[label(model)] = 0
        with archive.open(entry(model)) as lines:
            for batch in _batches(lines):
                model._base_manager.bulk_create(batch)
                rows[label(model)] += len(batch)
                done += len(batch)
                progress(done, sum(told.values()))
    if rows != told:
        raise NoBackup("It is damaged: it holds another number of rows than it says")
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), tables()):
            cursor.execute(statement)
    return rows


def _batches(lines: Any) -> Iterator[list[Model]]:
    found = serializers.deserialize("jsonl", lines)
    while batch := [item.object for item in islice(found, BATCH)]:
        yield batch


def _put_secrets(archive: zipfile.ZipFile) -> None:
    for name in SECRETS:
        if f"data/{name}" in archive.namelist() and name in kept_here():
            draft = settings.DATA_DIR / f"{name}.restored"
            draft.unlink(missing_ok=True)
            with whole_file(draft) as file:
                file.write(archive.read(f"data/{name}"))
            draft.rename(settings.DATA_DIR / name)
