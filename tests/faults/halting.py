"""A worker whose reviews reach their middle and stay there: one to be killed at the worst moment.

Celery runs it as ``--app tests.faults.halting``; the file HALTED then grows by a byte a review.
"""

import os
import threading
from typing import Any

from celery.signals import worker_init

from newsroom.celery import app

__all__ = ["app"]


@worker_init.connect
def halt_reviews(**_: Any) -> None:
    from comments.evidence.gather import SCORERS

    SCORERS["halt"] = halt


def halt(*_: Any) -> None:
    with open(os.environ["HALTED"], "ab") as file:  # noqa: PTH123
        file.write(b".")
    threading.Event().wait()
