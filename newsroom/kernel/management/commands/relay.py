"""``relay``: hands outbox rows to Celery, outside a worker. Workers do it too; any number may."""

import signal
import threading
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.module_loading import import_string

from newsroom.kernel import outbox, relay


class Command(BaseCommand):
    help = "Hand promised work to the queues until stopped."

    def handle(self, *_: Any, **__: Any) -> None:
        stop = threading.Event()
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_: stop.set())
        outbox.wiring()
        relay.run(import_string(settings.OUTBOX_SEND), stop)
