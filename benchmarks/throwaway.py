"""A database for a benchmark, migrated and empty, that is gone afterwards."""

import contextlib
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]


@contextlib.contextmanager
def database(postgres: bool) -> Iterator[None]:
    """Django, set up on a SQLite file, or on a PostgreSQL server that is started for it. A server
    that TEST_DATABASE_URL names keeps its database."""
    sys.path.insert(0, str(ROOT))
    from tests.services_up import Services

    services = Services()
    try:
        with tempfile.TemporaryDirectory() as folder:
            url = _made(services) if postgres else f"sqlite:///{folder}/bench.sqlite3"
            os.environ["NEWSROOM_DATA_DIR"] = folder
            os.environ["NEWSROOM_DATABASE_URL"] = url
            os.environ["DJANGO_SETTINGS_MODULE"] = "newsroom.settings"
            _set_up()
            yield
    finally:
        services.end()


def _set_up() -> None:
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)


def _made(services: Any) -> str:
    import psycopg

    url: str = services.postgres()
    server = url.rpartition("/")[0]
    with (
        psycopg.connect(f"{server}/postgres", autocommit=True) as connection,
        contextlib.suppress(psycopg.errors.DuplicateDatabase),
    ):
        connection.execute("CREATE DATABASE newsroom")
    return f"{server}/newsroom"
