"""relate: an article's own list of related ones, and its place in the lists of older ones."""

from datetime import datetime

from articles.models import Site


def rebuild(site: Site, now: datetime) -> int:
    """Every public article of the site anew; returns how many."""
    return 0
