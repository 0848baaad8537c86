"""experiment: begins and ends the comparison of two ways to make lists, half of the articles each.

Both change the lists of one half, so all are made anew behind it; both are written down."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from articles.models import Experiment, RelatedChange, Site
from articles.services.steer import User
from newsroom.kernel import outbox


def begin_experiment(site: Site, name: str, way: str, by: User, now: datetime) -> Experiment | None:
    """None where one is running already. ``way`` is one of ``Experiment.Way``."""
    way = Experiment.Way(way).value
    try:
        with transaction.atomic():
            running = Experiment.objects.create(site=site, name=name, way=way, started=now)
            _write_down(running, "experiment_begun", {"name": name, "way": way}, by, now)
            return running
    except IntegrityError:
        return None


def end_experiment(running: Experiment, by: User, now: datetime) -> bool:
    """False where somebody else ended it first. All lists are made the usual way again."""
    with transaction.atomic():
        if not Experiment.objects.filter(pk=running.pk, ended=None).update(ended=now):
            return False
        _write_down(running, "experiment_ended", {"name": running.name}, by, now)
        return True


def _write_down(
    running: Experiment, action: str, what: dict[str, Any], by: User, now: datetime
) -> None:
    RelatedChange.objects.create(
        site_id=running.site_id,
        action=action,
        after=what,
        by_id=by.pk if by else None,
        by_name=by.get_username()[:150] if by else "",
        created=now,
    )
    outbox.record("related.sweep", running.site_id, payload={"after": 0}, now=now)
