"""A small newspaper with three subjects, for stories about related links."""

from datetime import datetime, timedelta
from random import Random
from typing import Any

from articles.models import Article, Site
from articles.navigation import related_items
from articles.services.rebuild_related import rebuild
from newsroom.kernel.models import OutboxEvent
from tests.factories import an_article

SUBJECTS = {
    "harbour": "crane quay docker tariff container ferry pilot tug anchor cargo wharf tide buoy "
    "jetty lighthouse mooring dredger customs freight barge",
    "football": "striker corner stadium derby goalkeeper referee penalty midfield coach league "
    "pitch offside header crossbar substitute dribble fixture trophy terrace whistle",
    "orchard": "apple blossom frost grower cider pruning beehive ladder harvest seedling graft "
    "pear plum irrigation tractor pollen rootstock windfall basket hedge",
}
STORIES = 7


def a_text(subject: str, seed: object) -> str:
    """Half of a subject's words in some order, among words of the story's own."""
    rng = Random(f"{subject}/{seed}")
    words = rng.sample(SUBJECTS[subject].split(), 10)
    words += ["".join(rng.choices("bdfglmnprstv", k=3)) + rng.choice("aeiou") for _ in range(14)]
    rng.shuffle(words)
    return f"<p>{' '.join(words)}.</p>"


def a_story(site: Site, subject: str, name: str, now: datetime, **data: Any) -> Article:
    data.setdefault("title", f"Story {name}")
    data.setdefault("section", subject.title())
    return an_article(site, name, body=a_text(subject, name), now=now, **data)


def a_paper(site: Site, now: datetime) -> None:
    """harbour-0 to harbour-6, likewise football and orchard; a story of each a day. All that is
    to be done about them is done."""
    for number in range(STORIES):
        for subject in SUBJECTS:
            published = (now - timedelta(days=number, hours=1)).isoformat()
            a_story(site, subject, f"{subject}-{number}", now, published_at=published)
    OutboxEvent.objects.all().delete()  # one rebuild does the work of them all
    rebuild(site, now)


def named(site: Site, name: str) -> Article:
    return Article.objects.select_related("site", "section").get(site=site, external_id=name)


def shown(site: Site, name: str, now: datetime) -> list[str]:
    """The publisher's ids of what readers see beside an article."""
    return [item.id for item in related_items(named(site, name), now)]
