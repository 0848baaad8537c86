"""The Celery app, its queues, its beat table, and the relay that lives in each worker."""

import gc
import os
import threading
from typing import Any

from celery import Celery
from celery.schedules import crontab
from celery.signals import worker_ready, worker_shutting_down
from kombu import Queue

from newsroom.timetable import offer

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")

app = Celery("newsroom")
app.config_from_object("django.conf:settings", namespace="CELERY")
offer(app)

# A queue a lane: what readers wait for is never behind what nobody waits for.
LANES = ("judge", "public", "mail", "articles", "told", "upkeep", "backlog")
app.conf.task_queues = [Queue(lane) for lane in LANES]
app.conf.task_default_queue = "upkeep"
MAIL = {"queue": "mail", "expires": 55}  # the next tick finds the same mails due
SOON = {"expires": 55}
app.conf.beat_schedule = {
    "forget-done-events": {"task": "kernel.forget_done", "schedule": 3600.0},
    "flush-seen": {"task": "articles.flush_seen", "schedule": 60.0, "options": SOON},
    "related-upkeep": {"task": "articles.begin_upkeep", "schedule": crontab(hour="3", minute="17")},
    "check-counters": {"task": "comments.begin_check", "schedule": crontab(hour="4", minute="7")},
    "take-heat": {"task": "comments.take_heat", "schedule": 60.0, "options": SOON},
    "look-around": {"task": "comments.look_around", "schedule": 60.0, "options": SOON},
    "tell-closings": {"task": "comments.tell_closings", "schedule": 60.0, "options": SOON},
    "forget-marks": {"task": "comments.forget_marks", "schedule": 600.0},
    "sweep-limits": {"task": "kernel.sweep_limits", "schedule": 900.0},
    "catch-up-models": {"task": "comments.catch_up_models", "schedule": 3600.0},
    "take-up-stranded": {"task": "comments.take_up", "schedule": 60.0, "options": SOON},
    "post-round": {"task": "comments.post_round", "schedule": 60.0, "options": MAIL},
    "expire-unconfirmed": {"task": "comments.expire_unconfirmed", "schedule": 600.0},
    "forget-old-mail": {"task": "comments.forget_old_mail", "schedule": 3600.0},
    "sweep-retention": {"task": "comments.sweep_retention", "schedule": 3600.0},
    # What waits longer than the next tick is dropped: that one finds the same feeds due.
    "pull-feeds": {"task": "articles.pull_feeds", "schedule": 60.0, "options": SOON},
    "forget-silent-stubs": {"task": "newsroom.forget_silent_stubs", "schedule": 3600.0},
    "forget-ended-sign-ins": {"task": "newsroom.forget_ended_sign_ins", "schedule": 3600.0},
}


@app.task(name="kernel.deliver")
def deliver(event_id: int) -> None:
    from newsroom.kernel import outbox

    outbox.wiring()
    outbox.deliver(event_id)


@app.task(name="kernel.forget_done")
def forget_done() -> None:
    from django.utils import timezone

    from newsroom.kernel import relay

    relay.forget_done(timezone.now())


@app.task(name="articles.flush_seen")
def flush_seen() -> None:
    from django.utils import timezone

    from articles.services import count_seen

    count_seen.flush_seen(timezone.now())


@app.task(name="articles.begin_upkeep")
def begin_upkeep() -> None:
    from django.utils import timezone

    from articles.services import upkeep
    from newsroom.kernel import outbox

    outbox.wiring()
    upkeep.begin_upkeep(timezone.now())


@app.task(name="comments.begin_check")
def begin_check() -> None:
    from django.utils import timezone

    from comments.services import check_counters
    from newsroom.kernel import outbox

    outbox.wiring()
    check_counters.begin_check(timezone.now())


@app.task(name="comments.take_heat")
def take_heat() -> None:
    from django.utils import timezone

    from comments.services import take_heat
    from newsroom.kernel import outbox

    outbox.wiring()
    take_heat.take_heat(timezone.now())


@app.task(name="comments.look_around")
def look_around() -> None:
    from django.utils import timezone

    from comments.notify import webhook
    from newsroom.kernel import outbox

    outbox.wiring()
    webhook.look_around(timezone.now())


@app.task(name="comments.forget_marks")
def forget_marks() -> None:
    from django.utils import timezone

    from comments.services import repeat_marks, take_heat

    repeat_marks.sweep_marks(timezone.now())
    take_heat.sweep_heat(timezone.now())


@app.task(name="kernel.sweep_limits")
def sweep_limits() -> None:
    from django.utils import timezone

    from newsroom.kernel import limits

    limits.sweep(timezone.now())


@app.task(name="newsroom.forget_silent_stubs")
def forget_silent_stubs() -> None:
    from django.utils import timezone

    from newsroom.upkeep import forget_silent_stubs

    forget_silent_stubs(timezone.now())


@app.task(name="newsroom.forget_ended_sign_ins")
def forget_ended_sign_ins() -> None:
    from django.utils import timezone

    from newsroom.staff.services.let_in import forget_all_ended

    forget_all_ended(timezone.now())


@app.task(name="articles.pull_feeds")
def pull_feeds() -> None:
    from django.utils import timezone

    from articles.services.pull_feed import pull_due_feeds

    pull_due_feeds(timezone.now())


@app.task(name="comments.tell_closings")
def tell_closings() -> None:
    from django.utils import timezone

    from comments.services import tell_closing
    from newsroom.kernel import outbox

    outbox.wiring()
    tell_closing.tell_closings(timezone.now())


@app.task(name="comments.take_up")
def take_up_stranded() -> None:
    from django.utils import timezone

    from comments.services import take_up
    from newsroom.kernel import outbox

    outbox.wiring()
    take_up.take_up(timezone.now())


@app.task(name="comments.catch_up_models")
def catch_up_models() -> None:
    from django.utils import timezone

    from comments.services import stale_models
    from newsroom.kernel import outbox

    outbox.wiring()
    stale_models.catch_up(timezone.now())


@app.task(name="comments.post_round")
def post_round() -> None:
    from django.utils import timezone

    from comments.notify import post_office

    post_office.round_of(timezone.now())


@app.task(name="comments.expire_unconfirmed")
def expire_unconfirmed() -> None:
    from django.utils import timezone

    from comments.services import expire

    expire.expire_unconfirmed(timezone.now())


@app.task(name="comments.forget_old_mail")
def forget_old_mail() -> None:
    from django.utils import timezone

    from comments.services import links, mailboxes, mails

    now = timezone.now()
    mails.forget_done(now)
    links.forget_expired(now)
    mailboxes.forget_idle(now)


@app.task(name="comments.sweep_retention")
def sweep_retention() -> None:
    from django.utils import timezone

    from comments.services import sweep

    sweep.sweep(timezone.now())


def send(event_id: int, lane: str) -> None:
    """Hands one outbox row to the queue of its lane."""
    deliver.apply_async((event_id,), queue=lane, retry=False)


_stop = threading.Event()


@worker_ready.connect
def start_relay(**_: Any) -> None:
    from newsroom.kernel import outbox, relay

    outbox.wiring()
    # What is there now stays: the collector need not go through it again at each article.
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
    threading.Thread(target=relay.run, args=(send, _stop), name="relay", daemon=True).start()


@worker_shutting_down.connect
def stop_relay(**_: Any) -> None:
    _stop.set()
