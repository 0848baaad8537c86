"""Starts what the tests need before Django reads its settings, and ends it after the last test.

Loaded by ``-p tests.plugin``: pytest-django reads the settings before any conftest, so a conftest
comes too late to tell them which database to use.
"""

import atexit
import os
from collections.abc import Generator
from pathlib import Path

import pytest

from tests.closed_sockets import close_sockets
from tests.services_up import Services

ROOT = Path(__file__).resolve().parent.parent
# Folders whose tests touch no database: alone, they start none, and one run of them is enough.
PURE = ("tests/pure", "tests/house")
DATABASES = ("postgres", "sqlite")
# What a developer may say to the tests; any other setting of theirs must not change a result.
KEPT = ("NEWSROOM_TEST_DATABASE", "NEWSROOM_SAMPLES", "NEWSROOM_CHROMIUM")


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None]:
    # A wrapper runs before every plain hook, pytest-django's among them.
    close_sockets()
    if worker := os.environ.get("PYTEST_XDIST_WORKER"):
        _share(int(worker.removeprefix("gw")))
    else:
        named = early_config.known_args_namespace.file_or_dir
        _set_up(pure=bool(named) and all(_is_pure(Path(name.split("::")[0])) for name in named))
    return (yield)


def pytest_configure() -> None:
    from django.conf import settings

    settings.PASSWORD_HASHERS = ["tests.quick_hasher.QuickHasher"]
    # Look for a static file when it is asked for: each test would list them all, for 40 ms.
    settings.WHITENOISE_AUTOREFRESH = True
    if os.environ["NEWSROOM_TEST_DATABASE"] == "sqlite":
        # In a file, as it is served: other processes can open it, and WAL is what gets tested.
        name = f"{os.environ['NEWSROOM_DATA_DIR']}/test.sqlite3"
        settings.DATABASES["default"].setdefault("TEST", {})["NAME"] = name


@pytest.fixture
def process_env(transactional_db: None) -> dict[str, str]:
    """The environment of another process, such as a Celery worker, on the test's database."""
    return environment()


def environment() -> dict[str, str]:
    """The same for fixtures that outlive a test; the test database must exist."""
    from django.db import connection

    name = connection.settings_dict["NAME"]
    url = os.environ["NEWSROOM_DATABASE_URL"]
    on_sqlite = url.startswith("sqlite:")
    url = f"sqlite:///{name}" if on_sqlite else f"{url.rpartition('/')[0]}/{name}"
    return {**os.environ, "NEWSROOM_DATABASE_URL": url}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if _is_pure(item.path):
            item.add_marker("pure")


def _is_pure(path: Path) -> bool:
    return any(path.resolve().is_relative_to(ROOT / folder) for folder in PURE)


def _share(worker: int) -> None:
    """A worker of xdist inherits the services; it gets a folder and a Redis database of its own."""
    data = Path(os.environ["NEWSROOM_DATA_DIR"]) / f"worker-{worker}"
    data.mkdir(mode=0o700)
    os.environ["NEWSROOM_DATA_DIR"] = str(data)
    url = os.environ["NEWSROOM_REDIS_URL"]
    os.environ["NEWSROOM_REDIS_URL"] = url.replace("?db=0", f"?db={worker + 1}")


def _set_up(*, pure: bool) -> None:
    database = os.environ.get("NEWSROOM_TEST_DATABASE", "sqlite")
    if database not in DATABASES:
        raise pytest.UsageError(f"NEWSROOM_TEST_DATABASE is {database!r}: one of {DATABASES}")
    services = Services()
    atexit.register(services.end)
    data = services.folder / "data"
    data.mkdir(mode=0o700)
    for name in [name for name in os.environ if name.startswith("NEWSROOM_") and name not in KEPT]:
        del os.environ[name]
    os.environ |= {
        "NEWSROOM_TEST_DATABASE": database,
        "NEWSROOM_DATA_DIR": str(data),
        "NEWSROOM_DATABASE_URL": f"sqlite:///{data}/newsroom.sqlite3",
        "NEWSROOM_REDIS_URL": services.redis(),
        "NEWSROOM_SECRET_KEY": "tests-only",
        "NEWSROOM_HTTPS": "0",
    }
    if database == "postgres" and not pure:
        os.environ["NEWSROOM_DATABASE_URL"] = services.postgres()
