"""A worker shows no pages, and takes no memory for them."""

import subprocess
import sys

import pytest

from tests.plugin import ROOT, environment

pytestmark = pytest.mark.pure

STARTS = """
import sys
import newsroom.celery, django
django.setup()
newsroom.celery.app.loader.import_default_modules()
from newsroom.kernel import outbox
outbox.wiring()
print(*sys.modules)
"""


def test_what_a_worker_imports_at_its_start_is_no_page() -> None:
    env = {**environment(), "CELERY_SKIP_CHECKS": "1"}
    found = subprocess.run(
        [sys.executable, "-c", STARTS],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        check=True,
    )
    modules = found.stdout.split()
    assert "comments.tasks" in modules
    for page in (
        "newsroom.urls",
        "articles.admin",
        "comments.panel",
        "newsroom.staff.door",
        "fido2",
    ):
        assert page not in modules
