"""``doctor``: says what is wrong with this installation, and what to do about it."""

import os
import sys
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from typing import Any

import redis
from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from newsroom.kernel import ailments, notices
from newsroom.kernel.connections import client
from newsroom.kernel.models import OutboxEvent

LATE = timedelta(minutes=2)
OLDEST_REDIS = (6, 2)


class Command(BaseCommand):
    help = "Check the database, Redis, the outbox, mail and folders; or one page of a publisher."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--page",
            metavar="URL-OR-FILE",
            help="say what keeps the widgets of a page from working",
        )

    def handle(self, *_: Any, page: str | None = None, **__: Any) -> None:
        if page:
            self.look_at(page)
            return
        wrong = 0
        self.stdout.write(f"     data folder {settings.DATA_DIR}")
        for name, look in {**CHECKS, **elsewhere()}.items():
            findings = list(look())
            wrong += len(findings)
            self.stdout.write(f"{'ok  ' if not findings else 'HELP'} {name}")
            for finding in findings:
                self.stdout.write(f"       {finding}")
        if wrong:
            sys.exit(1)

    def look_at(self, page: str) -> None:
        findings = [said for look in ailments.PAGES for said in look(page, timezone.now())]
        self.stdout.write(f"{'HELP' if findings else 'ok  '} {page}")
        for finding in findings:
            self.stdout.write(f"       {finding}")
        if findings:
            sys.exit(1)


def database() -> Iterator[str]:
    try:
        executor = MigrationExecutor(connection)
    except DatabaseError as error:
        yield f"The database does not answer: {error}. Check NEWSROOM_DATABASE_URL."
        return
    if not executor.loader.applied_migrations:
        yield "There are no tables: start ./run once, or point NEWSROOM_DATA_DIR at another folder."
    elif executor.migration_plan(executor.loader.graph.leaf_nodes()):
        yield "The tables are older than the code: run ./run manage migrate."


def redis_server() -> Iterator[str]:
    try:
        version = str(client().info("server")["redis_version"])
    except redis.RedisError as error:
        yield f"Redis does not answer ({error}): comments are taken and wait to be judged."
        yield "Start the embedded set-up with ./run, or check NEWSROOM_REDIS_URL."
        return
    if tuple(int(part) for part in version.split(".")[:2]) < OLDEST_REDIS:
        yield f"Redis {version} is too old: 6.2 or newer."
    if policy := evicts():
        yield f"Redis drops keys when full (maxmemory-policy {policy}): set noeviction."


def evicts() -> str:
    """The eviction policy where it is not noeviction; '' also where the server will not say."""
    try:
        policy = str(client().config_get("maxmemory-policy").get("maxmemory-policy", ""))
    except redis.RedisError:
        return ""
    return "" if policy == "noeviction" else policy


def outbox() -> Iterator[str]:
    rows = OutboxEvent.objects.filter(done_at=None)
    try:
        dead = rows.filter(dead=True).count()
        late = rows.filter(dead=False, due__lt=timezone.now() - LATE).count()
    except DatabaseError:
        yield "Nothing can be promised before the database is as it should be."
        return
    if dead:
        yield f"{dead} tasks failed five times: see /admin/kernel/outboxevent/?standing=dead."
    if late:
        yield f"{late} tasks are overdue: is a worker running? ./run starts one."


def upkeep() -> Iterator[str]:
    try:
        for notice in notices.recent(timezone.now()):
            yield f"{notice.created:%Y-%m-%d}: {notice.said}"
    except DatabaseError:
        return  # said above


def mail() -> Iterator[str]:
    if not settings.EMAIL_URL and settings.HTTPS:
        yield f"Mail is written to {settings.MAIL_DIR} and sent to nobody: set NEWSROOM_EMAIL_URL."


def folders() -> Iterator[str]:
    if not os.access(settings.DATA_DIR, os.W_OK):
        yield f"{settings.DATA_DIR} cannot be written: set NEWSROOM_DATA_DIR."


def elsewhere() -> dict[str, Callable[[], Iterator[str]]]:
    """What other parts of the house look at."""
    return {name: partial(_heard, look) for name, look in ailments.LOOKS.items()}


def _heard(look: ailments.Look) -> Iterator[str]:
    try:
        yield from look(timezone.now())
    except DatabaseError:
        return  # said above


CHECKS: dict[str, Callable[[], Iterator[str]]] = {
    "database": database,
    "redis": redis_server,
    "outbox": outbox,
    "upkeep": upkeep,
    "mail": mail,
    "folders": folders,
}
