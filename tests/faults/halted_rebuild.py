"""A rebuild that reaches its middle and stays there, to be killed at the worst moment:
``python -m tests.faults.halted_rebuild SITE SECONDS``. It prints a line when it is there."""

import os
import sys
import threading
from datetime import UTC, datetime
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
django.setup()

from comments.learning.scorer import Kind  # noqa: E402 (after setup)
from comments.services import rebuild_model  # noqa: E402


def halt(*_: Any) -> None:
    print("in the middle", flush=True)  # noqa: T201
    threading.Event().wait()


if __name__ == "__main__":
    rebuild_model.taught = halt  # type: ignore[assignment]
    when = datetime.fromtimestamp(float(sys.argv[2]), UTC)
    rebuild_model.rebuild_model(int(sys.argv[1]), Kind.SPAM, when)
