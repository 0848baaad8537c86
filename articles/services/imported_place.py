"""imported_place: the article under which an old system's thread goes on."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from articles.models import Article, Site
from articles.services.find import find
from articles.services.first_seen import stub, title_of
from articles.services.learn_host import learn_host
from articles.services.urls import own_address
from newsroom.kernel.fields import FieldError, clean_line


class NoPlace(Exception):
    """Nothing here can be that page; its text says why."""


def imported_place(
    site: Site, url: str, names: Sequence[str], title: str, now: datetime, *, make: bool
) -> Article | None:
    """``url`` may be a path, then of any of the site's hosts. By address before name: a number
    may name another article here than it did there. None without ``make``, where it would be."""
    addresses = list(_addresses(site, url)) if url else []
    by_address = (find(site, url=each) for address in addresses for each in _spellings(address))
    by_name = (find(site, article=name) for name in names)
    found = next((row for each in (by_address, by_name) for row in each if row), None)
    if found or (addresses and not make):
        return found
    if not addresses:
        raise NoPlace("no article goes by its id, and its page has no address")
    return stub(site, addresses[0], _title(title, addresses[0]), now)


def _addresses(site: Site, url: str) -> Iterator[str]:
    urls = [f"https://{host}{url}" for host in site.domains] if url.startswith("/") else [url]
    for each in urls:
        try:
            learn_host(site, each)
            yield own_address(site, each)
        except FieldError as error:
            raise NoPlace(error.text) from None


def _spellings(address: str) -> Iterator[str]:
    """Old systems often kept an address with the slash that the page has lost since, or without."""
    yield address
    if "?" not in address:
        yield address[:-1] if address.endswith("/") else address + "/"


def _title(title: str, address: str) -> str:
    try:
        return clean_line(title, max_length=300, required=True)
    except FieldError:
        return title_of(address)
