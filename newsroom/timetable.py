"""The timetable, carried by one worker in a thread of its own: ``celery … worker --timetable``.

Celery's ``--beat`` starts a second process for it, a copy of the worker that sleeps.
"""

from typing import Any

from celery import Celery, bootsteps
from celery.beat import EmbeddedService
from click import Option


class Timetable(bootsteps.StartStopStep):
    """A step of each worker's start and end, for the one that is told to."""

    def __init__(self, worker: Any, *, timetable: bool = False, **options: Any) -> None:
        self.enabled = timetable
        super().__init__(worker, **options)

    def include_if(self, worker: Any) -> bool:
        return self.enabled

    def create(self, worker: Any) -> Any:
        return EmbeddedService(worker.app, thread=True, schedule_filename=worker.schedule_filename)


def offer(app: Celery) -> None:
    app.steps["worker"].add(Timetable)
    app.user_options["worker"].add(
        Option(("--timetable",), is_flag=True, help="Carry the timetable. One worker does.")
    )
