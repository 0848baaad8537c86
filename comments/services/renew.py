"""renew: what readers were given of a conversation is old from now on. The one place where a
thread's version rises; every verb that changes what is shown calls it in its transaction."""

from typing import Any

from django.db.models import F

from articles.public import renew_site
from comments.models import Thread
from newsroom.kernel.basis import ThreadChanged
from newsroom.kernel.changes import tell


def renew(thread: int, **changes: Any) -> None:
    """``changes``: columns of the thread that are written with the version."""
    rows = Thread.objects.filter(pk=thread)
    rows.update(version=F("version") + 1, **changes)
    for article, version, count in rows.values_list("article_id", "version", "count"):
        tell(ThreadChanged(article, version, count))


def renew_all(site: int) -> None:
    """Every conversation of a site, those too that nobody has begun."""
    Thread.objects.filter(site_id=site).update(version=F("version") + 1)
    renew_site(site)
