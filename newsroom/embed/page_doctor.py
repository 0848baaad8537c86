"""``doctor --page``: fetches or reads a publisher's page and says what to mend in it."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from django.conf import settings

from articles.models import Site
from newsroom.embed.assets import CLIENT
from newsroom.embed.page_check import Known, Page, examine
from newsroom.kernel import egress

MOST_BYTES = 3_000_000


def look(named: str, now: datetime) -> Iterable[str]:
    page = fetched(named) if named.startswith(("http://", "https://")) else read(named)
    return [page] if isinstance(page, str) else examine(page, known(), now)


def known() -> Known:
    rows = Site.objects.values_list("key", "domains")
    domains = {key: frozenset(name.split(":")[0] for name in names) for key, names in rows}
    return Known(domains, settings.PUBLIC_URL, CLIENT.version)


def fetched(url: str) -> Page | str:
    answer = egress.fetch(url, max_bytes=MOST_BYTES)
    if isinstance(answer, egress.NotFetched):
        return f"The page cannot be fetched: {answer.text}"
    if elsewhere := egress.redirected(url, answer):
        return f"The page sends its readers on: look at {elsewhere}"
    if answer.status >= 400:
        return f"The page answers {answer.status}."
    return Page(answer.body.decode("utf-8", "replace"), url, answer.headers)


def read(path: str) -> Page | str:
    try:
        return Page(Path(path).read_text(errors="replace"))
    except OSError as error:
        return f"The file cannot be read: {error.strerror}."
