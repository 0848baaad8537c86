"""What the publisher's system says through the API shows in the navigation once the work that it
promised is done, however readers' copies were kept."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from articles.models import Article, RelatedLink, Site
from tests.api.addresses import article_url, of_article, site_url
from tests.conftest import Clock, Reader
from tests.services.paper import STORIES, SUBJECTS, a_text

Say = Callable[..., None]
Shown = Callable[[str], dict[str, Any]]
NAMES = [f"{subject}-{number}" for number in range(STORIES) for subject in SUBJECTS]
LAST_OF_ITS_HOUR = "orchard-3"


def told(name: str, clock: Clock, **data: Any) -> dict[str, Any]:
    subject, _, number = name.partition("-")
    published = clock.now - timedelta(hours=int(number) + 1)
    words = {
        "url": f"https://daily.example/{name}",
        "title": f"Story {name}",
        "body": a_text(subject, name),
        "section": subject.title(),
        "published_at": published.isoformat(),
    }
    return {**words, **data}


@pytest.fixture
def say(reader: Reader, site: Site, site_key: str, clock: Clock, work: Callable[[], int]) -> Say:
    """Tells of an article, a second later, and lets the workers do what that promised."""

    def send(method: str, name: str, data: Any = "") -> None:
        clock.go_on(seconds=1)
        key = {"Authorization": f"Bearer {site_key}"}
        answer = reader.send(method, article_url(site, name), data, **key)
        assert answer.status_code < 300, answer.content
        work()

    return send


@pytest.fixture
def archive(
    reader: Reader, site: Site, site_key: str, clock: Clock, work: Callable[[], int]
) -> None:
    items = [{"id": name, **told(name, clock)} for name in NAMES]
    key = {"Authorization": f"Bearer {site_key}"}
    answer = reader.send("POST", site_url(site, "articles"), {"articles": items}, **key)
    assert {result["status"] for result in answer.json()["results"]} == {"created"}
    work()


@pytest.fixture
def shown(reader: Reader, site: Site) -> Shown:
    def read(name: str) -> dict[str, Any]:
        row = Article.objects.get(site=site, external_id=name)
        found: dict[str, Any] = reader.get(of_article(row, "navigation")).json()
        return found

    return read


def ids(items: list[dict[str, Any]]) -> list[str]:
    return [item["id"] for item in items]


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("archive")]


def test_all_of_an_archive_told_of_at_once_is_related(shown: Shown) -> None:
    for name in NAMES:
        assert ids(shown(name)["related"])[0].startswith(name.partition("-")[0])


def test_a_thousand_at_once_are_related_by_few_tasks(
    reader: Reader, site: Site, site_key: str, clock: Clock, work: Callable[[], int], shown: Shown
) -> None:
    subjects = list(SUBJECTS)
    names = [f"{subjects[number % 3]}-new-{number}" for number in range(1000)]
    items = [
        {
            "id": name,
            "url": f"https://daily.example/{name}",
            "title": f"Story {name}",
            "summary": " ".join(a_text(name.partition("-")[0], name).split()[:30]),
            "published_at": (clock.now - timedelta(minutes=number)).isoformat(),
        }
        for number, name in enumerate(names)
    ]
    key = {"Authorization": f"Bearer {site_key}"}
    reader.send("POST", site_url(site, "articles"), {"articles": items}, **key)
    assert shown(names[1])["previous"]["id"] == names[2]  # at once: no task has run
    assert work() <= 30
    linked = RelatedLink.objects.filter(article__external_id__in=names)
    assert linked.values("article").distinct().count() == len(names)
    for name in names[::200]:
        assert ids(shown(name)["related"])[0].startswith(name.partition("-")[0])


def test_all_of_it_stands_in_one_line(shown: Shown) -> None:
    name, walk = shown("harbour-6")["next"], []
    while name:
        walk.append(name["id"])
        name = shown(name["id"])["next"]
    assert len(set(walk)) == len(walk) >= len(NAMES) - len(SUBJECTS)


def test_a_withdrawn_article_leaves_the_lists_it_stood_in(say: Say, shown: Shown) -> None:
    gone = ids(shown("harbour-1")["related"])[0]
    say("DELETE", gone)
    assert gone not in ids(shown("harbour-1")["related"])
    assert shown("harbour-1")["related"]


def test_an_edited_title_is_the_one_that_is_shown(say: Say, shown: Shown) -> None:
    other = ids(shown("harbour-1")["related"])[0]
    say("PATCH", other, {"title": f"Story {other}, told again"})
    titles = [item["title"] for item in shown("harbour-1")["related"]]
    assert f"Story {other}, told again" in titles


def test_an_edited_text_leads_elsewhere(say: Say, shown: Shown) -> None:
    say("PATCH", "harbour-1", {"title": "The match", "body": a_text("football", "harbour-1")})
    assert ids(shown("harbour-1")["related"])[0].startswith("football")


def test_an_article_that_moves_is_in_its_new_section(say: Say, shown: Shown) -> None:
    say("PATCH", "orchard-2", {"section": "Harbour"})
    own = shown("orchard-2")
    assert own["section"]["name"] == "Harbour"
    assert set(ids(own["more_in_section"])) <= {name for name in NAMES if "harbour" in name}


def test_and_is_missed_in_its_old_one(say: Say, shown: Shown) -> None:
    before = set(ids(shown("football-0")["more_in_section"]))
    assert before
    moved = min(before)
    say("PATCH", moved, {"section": "Harbour"})
    assert moved not in ids(shown("football-0")["more_in_section"])


def test_a_copy_of_the_neighbours_is_old_when_one_comes_between(
    say: Say, reader: Reader, site: Site, clock: Clock
) -> None:
    row = Article.objects.get(site=site, external_id=LAST_OF_ITS_HOUR)
    address = of_article(row, "navigation")
    kept = reader.get(address)
    assert reader.get(address, If_None_Match=kept["ETag"]).status_code == 304
    soon = (row.published_at + timedelta(seconds=1)).isoformat()
    say("PUT", "orchard-99", told("orchard-99", clock, published_at=soon))
    renewed = reader.get(address, If_None_Match=kept["ETag"])
    assert renewed.status_code == 200
    assert renewed.json()["next"]["id"] == "orchard-99"


def test_and_when_one_leaves(say: Say, reader: Reader, site: Site) -> None:
    row = Article.objects.get(site=site, external_id="harbour-3")
    address = of_article(row, "navigation")
    kept = reader.get(address)
    say("DELETE", kept.json()["next"]["id"])
    renewed = reader.get(address, If_None_Match=kept["ETag"])
    assert renewed.status_code == 200
    assert renewed.json()["next"]["id"] != kept.json()["next"]["id"]
