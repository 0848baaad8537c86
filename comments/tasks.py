"""What Celery runs for the conversation. Tasks take ids, call one verb, decide nothing."""

from datetime import timedelta

from django.utils import timezone

from comments.learning.scorer import Kind
from comments.notify.author import ask_to_confirm
from comments.notify.corrections import tell_corrected, tell_of_correction
from comments.notify.followers import tell_followers
from comments.notify.moderators import tell_moderators, tell_of_heat
from comments.notify.post_office import deliver, round_of
from comments.notify.statement import state_reasons, tell_appellant
from comments.notify.webhook import (
    appeal_to_webhook,
    heat_to_webhook,
    report_to_webhook,
    send_news,
)
from comments.services.bulk import step
from comments.services.check_counters import check_stretch
from comments.services.erase_by_link import keep_promise
from comments.services.learn import learn
from comments.services.merge_threads import merge_threads
from comments.services.outside import teach
from comments.services.rebuild_model import LONGEST, rebuild_model
from comments.services.review import review
from newsroom.kernel.outbox import Event, consumer


@consumer("comments.review", lane="judge")
def review_comment(event: Event) -> None:
    review(int(event.key), timezone.now(), int(event.payload.get("tries", 1)))


@consumer("comments.rejudge", lane="backlog")
def judge_again(event: Event) -> None:
    review(int(event.key), timezone.now())


@consumer("comments.teach_outside", lane="upkeep")
def teach_outside(event: Event) -> None:
    teach(int(event.key))


@consumer("comments.merge_threads", lane="public")
def merge(event: Event) -> None:
    merge_threads(int(event.key), int(event.payload["into"]))


@consumer("comments.tell_moderators", lane="mail")
def tell(event: Event) -> None:
    tell_moderators(int(event.key), timezone.now())


@consumer("comments.tell_of_heat", lane="mail")
def tell_desk_of_heat(event: Event) -> None:
    tell_of_heat(int(event.payload["site"]), timezone.now())


@consumer("comments.tell_of_correction", lane="mail")
def tell_newsroom(event: Event) -> None:
    tell_of_correction(int(event.key), timezone.now())


@consumer("comments.tell_corrected", lane="mail")
def answer_in_private(event: Event) -> None:
    tell_corrected(int(event.key), timezone.now())


@consumer("comments.report_to_webhook", lane="mail")
def tell_webhook_of_report(event: Event) -> None:
    report_to_webhook(int(event.key), timezone.now())


@consumer("comments.appeal_to_webhook", lane="mail")
def tell_webhook_of_appeal(event: Event) -> None:
    appeal_to_webhook(int(event.key), timezone.now())


@consumer("comments.heat_to_webhook", lane="mail")
def tell_webhook_of_heat(event: Event) -> None:
    thread = int(event.key) if event.name == "thread.heated" else None
    heat_to_webhook(int(event.payload["site"]), thread, timezone.now())


@consumer("comments.send_news", lane="mail")
def send_news_to_webhook(event: Event) -> None:
    send_news(int(event.key), timezone.now())


@consumer("comments.ask_to_confirm", lane="mail")
def ask_author(event: Event) -> None:
    ask_to_confirm(int(event.key), timezone.now())


@consumer("comments.tell_followers", lane="mail")
def tell_who_follows(event: Event) -> None:
    tell_followers(int(event.key), timezone.now())


@consumer("comments.bulk_step", lane="backlog", lease=timedelta(minutes=5))
def bulk_step(event: Event) -> None:
    step(int(event.key), timezone.now())


@consumer("comments.state_reasons", lane="mail")
def state_reasons_to_author(event: Event) -> None:
    state_reasons(int(event.key), timezone.now())


@consumer("comments.tell_appellant", lane="mail")
def answer_appellant(event: Event) -> None:
    tell_appellant(int(event.key), timezone.now())


@consumer("comments.deliver_mail", lane="mail", lease=timedelta(minutes=5))
def deliver_mail(event: Event) -> None:
    deliver(int(event.key), timezone.now())


@consumer("comments.post_round", lane="mail", lease=timedelta(minutes=5))
def post_round(event: Event) -> None:
    round_of(timezone.now())


@consumer("comments.check_counters", lane="upkeep", lease=timedelta(minutes=5))
def check_counters(event: Event) -> None:
    said = event.payload
    check_stretch(said["table"], said["after"], said["found"], timezone.now())


@consumer("comments.learn", lane="upkeep")
def learn_from(event: Event) -> None:
    learn(int(event.key), timezone.now())


@consumer("comments.rebuild_model", lane="upkeep", lease=LONGEST)
def rebuild(event: Event) -> None:
    site, _, kind = event.key.partition(":")
    rebuild_model(int(site), Kind(kind), timezone.now())


@consumer("comments.erase_person", lane="public", lease=timedelta(minutes=5))
def erase_person(event: Event) -> None:
    keep_promise(int(event.key), timezone.now())
