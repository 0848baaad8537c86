"""``demo``: makes the invented newspaper, its threads and an administrator, once."""

import secrets
from argparse import ArgumentParser
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote, urlsplit

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from articles.models import Site
from articles.public import resolve
from articles.services.rebuild_related import rebuild
from articles.services.register import register
from articles.services.sites import create_site
from comments.models import Comment
from comments.services.bring_in import Past, bring_in
from comments.services.policies import save_policy
from comments.services.rule_sets import save_rules
from comments.services.threads import policy_of
from comments.states import Status
from newsroom.demo import desk, load

KEY = "demo"
NAME = "The Harbour Ledger"
RULES = "spam: casino bonus\nspam: cheap replica watches\nhold: liar\nhold: idiot"
DESK = "desk@example.org"
LATELY = timedelta(days=1)


class Command(BaseCommand):
    help = "Make the demo newsroom where there is none; prints the administrator's password once."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        pass

    def handle(self, *_: Any, **__: Any) -> None:
        if not Site.objects.filter(key=KEY).exists():
            with transaction.atomic():
                fill(make_site(), timezone.now())
        if not get_user_model().objects.filter(is_superuser=True).exists():
            self.stdout.write(f"Administrator: admin / {make_admin()}  (shown this once)")


def make_site() -> Site:
    now = timezone.now()
    host = urlsplit(settings.PUBLIC_URL).netloc
    port = host.rpartition(":")[2]
    hosts = {host, f"localhost:{port}", f"127.0.0.1:{port}"}
    site = create_site(KEY, NAME, sorted(hosts), now)
    policy = policy_of(site.pk)
    policy.moderator_mails = [DESK]
    policy.reactions = ["👍", "❤️", "😂", "😮", "😢"]
    save_policy(policy)
    save_rules(site.pk, RULES, now, seen=0, note="to begin with")
    return site


def fill(site: Site, now: datetime) -> None:
    for article in load.articles(now):
        register(site, article["id"], record(article), now)
    rebuild(site, now)
    waiting: list[tuple[Comment, Status]] = []
    for thread in load.threads():
        waiting += bring_thread(site, thread, now)
    desk.live(site, waiting, now)


def record(article: dict[str, Any]) -> dict[str, Any]:
    """The content file's article as the API takes it, with addresses of this server."""
    data = {name: value for name, value in article.items() if name != "picture"}
    data["url"] = f"{settings.PUBLIC_URL}/demo/story/{quote(article['id'])}"
    picture = article.get("picture")
    if picture:
        path = f"/demo/picture/{picture['kind']}/{quote(picture['seed'])}.svg"
        data["image"] = {
            **(article.get("image") or {}),
            "url": settings.PUBLIC_URL + path,
            "width": 1200,
            "height": 675,
        }
    return data


def bring_thread(
    site: Site, thread: dict[str, Any], now: datetime
) -> Iterator[tuple[Comment, Status]]:
    """Yields what is still to be judged, with the status that it shall end in: all of the last day,
    into which also falls what nobody has published yet."""
    article = resolve(site, article=thread["article"], now=now)
    assert article.published_at is not None
    known: dict[str, Comment] = {}
    for said in thread["comments"]:
        moment = article.published_at + timedelta(minutes=said["minutes_after"])
        if said["status"] != "published":
            moment = max(moment, now - timedelta(minutes=len(said["body"]) * 7 % 1380 + 9))
        comment = bring_in(
            article, past(thread, said, known, min(moment, now), judged=moment < now - LATELY)
        )
        known[said["key"]] = comment
        if comment.status == Status.PENDING:
            yield comment, Status(said["status"])


def past(
    thread: dict[str, Any],
    said: dict[str, Any],
    known: dict[str, Comment],
    moment: datetime,
    *,
    judged: bool,
) -> Past:
    return Past(
        key=f"{thread['article']}/{said['key']}",
        name=said["name"],
        email=said["email"],
        website=said.get("website") or "",
        body=said["body"],
        created_at=moment,
        status=Status.PUBLISHED if judged else Status.PENDING,
        parent=known.get(said.get("parent") or ""),
        badge=said.get("badge") or "",
        reasons=("no_concern",),
    )


def make_admin() -> str:
    password = secrets.token_urlsafe(9)
    get_user_model().objects.create_superuser("admin", DESK, password)
    return password
