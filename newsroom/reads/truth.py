"""The versions as the database has them: asked at most once at a time, for all who wait."""

import asyncio
from collections.abc import Callable, Collection
from concurrent.futures import ThreadPoolExecutor

from django.db import close_old_connections

from articles.models import Site
from comments.models import Thread
from newsroom.kernel.basis import Basis, Truth

# Names in one statement.
AT_ONCE = 400
Ask = Callable[[Collection[int], Collection[int]], Truth]


def truth(sites: Collection[int], articles: Collection[int]) -> Truth:
    """Two index searches for some hundred answers."""
    versions = dict(Site.objects.filter(pk__in=sites).values_list("pk", "version"))
    threads: dict[int, tuple[int, int]] = {}
    asked = sorted(articles)
    for start in range(0, len(asked), AT_ONCE):
        rows = Thread.objects.filter(article_id__in=asked[start : start + AT_ONCE])
        for article, version, count in rows.values_list("article_id", "version", "count"):
            threads[article] = (version, count)
    return Truth(versions, threads)


def truth_in_thread(sites: Collection[int], articles: Collection[int]) -> Truth:
    """For a thread of its own, which no request ends for."""
    close_old_connections()
    try:
        return truth(sites, articles)
    finally:
        close_old_connections()


class _Batch:
    def __init__(self) -> None:
        self.sites: set[int] = set()
        self.articles: set[int] = set()
        self.answer: asyncio.Future[tuple[Truth, float]] = asyncio.Future()


class Checker:
    """While one question is out, all others become the next."""

    def __init__(self, ask: Ask, clock: Callable[[], float]) -> None:
        self._ask = ask
        self._clock = clock
        self._next: _Batch | None = None
        self._runs: asyncio.Task[None] | None = None
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="versions")

    async def of(self, basis: Basis) -> tuple[Truth, float]:
        """The truth about what ``basis`` names, and when it was asked. Raises what the database
        raised."""
        return await self.about({basis.site}, basis.articles())

    async def about(self, sites: set[int], articles: set[int]) -> tuple[Truth, float]:
        batch = self._next = self._next or _Batch()
        batch.sites |= sites
        batch.articles |= articles
        if self._runs is None or self._runs.done():
            self._runs = asyncio.create_task(self._run())
        return await asyncio.shield(batch.answer)

    async def _run(self) -> None:
        loop = asyncio.get_running_loop()
        while self._next is not None:
            batch, self._next = self._next, None
            asked = self._clock()
            call = loop.run_in_executor(self._thread, self._ask, batch.sites, batch.articles)
            try:
                batch.answer.set_result((await call, asked))
            except Exception as error:
                batch.answer.set_exception(error)
                batch.answer.exception()  # whoever waited may have gone
