"""The pages of a site's desk, in the order of the bar above each of them."""

from dataclasses import dataclass

from articles.public import Site
from comments.panel.desk import queue_url
from comments.roles import May, Role, may

# (what it asks for, its path below the site's, its name)
PLACES = (
    (May.READ_QUEUE, "", "Queue"),
    (May.READ_QUEUE, "dashboard", "Dashboard"),
    (May.CHANGE_ARTICLES, "corrections", "Corrections"),
    (May.DECIDE, "bulk", "In bulk"),
    (May.DECIDE, "people", "People"),
    (May.CHANGE_PEOPLE, "blocks", "Blocks"),
    (May.DECIDE, "record", "Record"),
    (May.DECIDE, "transparency", "Transparency"),
    (May.CHANGE_RULES, "rules", "Rules"),
    (May.CHANGE_RULES, "policy", "Policy"),
    (May.CHANGE_RULES, "answers", "Answers"),
    (May.CHANGE_RULES, "webhook", "Webhook"),
)


@dataclass(frozen=True)
class Place:
    url: str
    name: str
    here: bool


def places(site: Site, role: Role, path: str) -> list[Place]:
    """Those that the role opens; ``path`` is the address of the page that is shown."""
    urls = [(queue_url(site) + below, name) for verb, below, name in PLACES if may(role, verb)]
    return [Place(url, name, url == path) for url, name in urls]
