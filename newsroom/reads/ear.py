"""One subscription a process: what other processes tell. Without Redis it tries again and again,
and says that nothing can be heard."""

import asyncio
import logging
import random
from collections.abc import Callable

import redis.asyncio
from django.conf import settings
from redis.exceptions import RedisError

from newsroom.kernel.basis import Change
from newsroom.kernel.changes import CHANNEL, decoded

log = logging.getLogger(__name__)

AGAIN_SECONDS = 0.5
# So often a silent server is asked whether it still lives; one that hangs costs no more than a
# lost message does.
ASK_SECONDS = 5


async def listen(hear: Callable[[Change], None], deaf: Callable[[bool], None]) -> None:
    """Until it is cancelled. ``deaf`` is told False once messages come, True when they cannot."""
    while True:
        try:
            await _hear(hear, deaf)
        except (RedisError, OSError) as error:
            log.info("changes cannot be heard: %s", error)
        deaf(True)
        await asyncio.sleep(AGAIN_SECONDS * random.uniform(0.5, 1))  # noqa: S311 (no secret)


async def _hear(hear: Callable[[Change], None], deaf: Callable[[bool], None]) -> None:
    client = redis.asyncio.Redis.from_url(
        settings.REDIS_URL, socket_connect_timeout=0.3, health_check_interval=ASK_SECONDS
    )
    try:
        async with client.pubsub(ignore_subscribe_messages=False) as subscription:
            await subscription.subscribe(CHANNEL)
            while True:
                message = await subscription.get_message(timeout=ASK_SECONDS)
                if message is None:
                    await subscription.ping()
                elif message["type"] == "subscribe":
                    deaf(False)
                elif message["type"] == "message" and (change := decoded(message["data"])):
                    hear(change)
    finally:
        await client.aclose()
