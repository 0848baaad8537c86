"""Related articles, as readers of a small newsroom would notice them."""

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest

from articles.models import Article, RelatedBuild, RelatedLink, RelatedRule, Site
from articles.navigation import related_items
from articles.services import link_many
from articles.services.rebuild_related import rebuild, steps
from articles.services.register import register
from articles.services.relate import relate
from articles.services.withdraw import withdraw
from newsroom.kernel.models import OutboxEvent
from tests.factories import an_article

pytestmark = pytest.mark.django_db

SUBJECTS = {
    "harbour": "crane quay docker tariff container ferry pilot tug anchor cargo wharf tide buoy "
    "jetty lighthouse mooring dredger customs freight barge",
    "football": "striker corner stadium derby goalkeeper referee penalty midfield coach league "
    "pitch offside header crossbar substitute dribble fixture trophy terrace whistle",
    "orchard": "apple blossom frost grower cider pruning beehive ladder harvest seedling graft "
    "pear plum irrigation tractor pollen rootstock windfall basket hedge",
}


def a_text(subject: str, seed: object) -> str:
    """Half of a subject's words in some order, among words of the story's own."""
    rng = Random(f"{subject}/{seed}")
    shared = rng.sample(SUBJECTS[subject].split(), 10)
    own = ["".join(rng.choices("bdfglmnprstv", k=3)) + rng.choice("aeiou") + "k" for _ in range(14)]
    words = shared + own
    rng.shuffle(words)
    return f"<p>{' '.join(words)}.</p>"


Work = Callable[[], int]


@pytest.fixture
def newsroom(site: Site, now: datetime, work: Work) -> Site:
    """Three subjects, four stories each, a day apart."""
    for number in range(4):
        for subject in SUBJECTS:
            an_article(
                site,
                f"{subject}-{number}",
                title=f"{subject.title()} story {number}",
                body=a_text(subject, number),
                published_at=(now - timedelta(days=number + 1)).isoformat(),
            )
    work()
    rebuild(site, now)
    return site


def related(site: Site, name: str, now: datetime) -> list[str]:
    return [
        item.id for item in related_items(Article.objects.get(site=site, external_id=name), now)
    ]


def test_a_story_leads_to_stories_of_its_subject_first(newsroom: Site, now: datetime) -> None:
    assert {name.split("-")[0] for name in related(newsroom, "harbour-0", now)[:3]} <= {"harbour"}


def test_a_link_says_what_both_are_about(newsroom: Site, now: datetime) -> None:
    row = Article.objects.get(site=newsroom, external_id="harbour-0")
    links = related_items(row, now)
    assert links and all(link.why and link.why[0].startswith("both about: ") for link in links)


def test_a_new_story_enters_the_lists_of_older_ones(
    newsroom: Site, now: datetime, work: Work
) -> None:
    an_article(newsroom, "harbour-new", body=a_text("harbour", "new"))
    work()
    assert "harbour-new" in related(newsroom, "harbour-2", now)
    assert related(newsroom, "harbour-new", now)


def test_a_rewrite_stands_in_place_of_the_older_telling(
    newsroom: Site, now: datetime, work: Work
) -> None:
    before = Article.objects.get(site=newsroom, external_id="harbour-3")
    an_article(newsroom, "harbour-again", title=before.title, body=before.body)
    work()
    shown = related(newsroom, "harbour-1", now)
    assert not {"harbour-again", "harbour-3"} <= set(shown)


def test_a_withdrawn_story_leaves_every_list_at_once(
    newsroom: Site, now: datetime, work: Work
) -> None:
    withdraw(newsroom, "harbour-1", now)
    assert "harbour-1" not in related(newsroom, "harbour-0", now)
    work()
    assert not RelatedLink.objects.filter(other__external_id="harbour-1").exists()


def test_a_draft_and_a_scheduled_story_are_in_no_list(
    newsroom: Site, now: datetime, work: Work
) -> None:
    later = (now + timedelta(days=3650)).isoformat()
    an_article(newsroom, "harbour-draft", body=a_text("harbour", 8), status="draft")
    an_article(
        newsroom, "harbour-later", body=a_text("harbour", 9), status="scheduled", published_at=later
    )
    work()
    names = {row.other.external_id for row in RelatedLink.objects.select_related("other")}
    assert not names & {"harbour-draft", "harbour-later"}


def test_languages_never_meet(newsroom: Site, now: datetime, work: Work) -> None:
    an_article(newsroom, "hafen", title="Harbour crane", body=a_text("harbour", 0), language="de")
    work()
    assert related(newsroom, "hafen", now) == []


def test_the_same_words_again_change_nothing(newsroom: Site, now: datetime, work: Work) -> None:
    row = Article.objects.get(site=newsroom, external_id="harbour-0")
    before = list(RelatedLink.objects.order_by("pk").values_list("pk", flat=True))
    data: dict[str, Any] = {"summary": ""}
    register(newsroom, row.external_id, data, now, partial=True)
    work()
    assert list(RelatedLink.objects.order_by("pk").values_list("pk", flat=True)) == before


def test_a_change_of_subject_moves_a_story(newsroom: Site, now: datetime, work: Work) -> None:
    register(
        newsroom,
        "harbour-0",
        {"title": "Derby", "body": a_text("football", "new")},
        now,
        partial=True,
    )
    work()
    assert related(newsroom, "harbour-0", now)[0].startswith("football")


def test_a_pin_comes_first_and_says_so(newsroom: Site, now: datetime) -> None:
    one, other = (
        Article.objects.get(site=newsroom, external_id=name) for name in ("harbour-0", "orchard-3")
    )
    RelatedRule.objects.create(article=one, other=other, kind="pin", created=now)
    rebuild(newsroom, now)
    first = related_items(one, now)[0]
    assert (first.id, first.why) == ("orchard-3", ["editor's pick"])


def test_a_banned_pair_never_meets_from_either_side(newsroom: Site, now: datetime) -> None:
    one, other = (
        Article.objects.get(site=newsroom, external_id=name) for name in ("harbour-0", "harbour-1")
    )
    RelatedRule.objects.create(article=one, other=other, kind="ban", created=now)
    rebuild(newsroom, now)
    assert "harbour-1" not in related(newsroom, "harbour-0", now)
    assert "harbour-0" not in related(newsroom, "harbour-1", now)


def test_a_broken_off_rebuild_goes_on_where_it_stood(newsroom: Site, now: datetime) -> None:
    whole = {name: related(newsroom, name, now) for name in ("harbour-0", "football-2")}
    RelatedLink.objects.all().delete()
    for step in steps(newsroom, now):
        if step.stage == "place":
            break
    rebuild(newsroom, now)
    assert {name: related(newsroom, name, now) for name in whole} == whole


def test_a_list_that_fell_short_is_filled_again(newsroom: Site, now: datetime, work: Work) -> None:
    for name in ("harbour-1", "harbour-2", "football-1"):
        withdraw(newsroom, name, now)
    work()
    assert not OutboxEvent.objects.filter(done_at=None).exists()
    assert related(newsroom, "harbour-0", now)


def test_a_rebuild_comes_to_its_end_though_another_was_quicker(
    newsroom: Site, now: datetime
) -> None:
    slow = steps(newsroom, now)
    next(slow)
    rebuild(newsroom, now)
    assert [step.stage for step in slow]
    assert not RelatedBuild.objects.exists()


def test_a_worker_that_dies_between_vector_and_links_leaves_both_to_the_next(
    newsroom: Site, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = an_article(newsroom, "harbour-new", body=a_text("harbour", "new"))

    def dies(*_: Any) -> None:
        raise RuntimeError("killed here")

    with monkeypatch.context() as moment:
        moment.setattr("articles.services.link_many.write_many", dies)
        with pytest.raises(RuntimeError):
            relate(row.pk, now)
    assert relate(row.pk, now) and related(newsroom, "harbour-new", now)


def test_of_two_readings_the_one_of_the_older_text_is_read_again(
    newsroom: Site, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = an_article(newsroom, "story-new", body=a_text("harbour", "new"))
    compared_many, edits = link_many.compared_many, [a_text("football", "new")]

    def edited_meanwhile(*given: Any) -> Any:
        found = compared_many(*given)
        if edits:
            later = now + timedelta(seconds=1)
            register(newsroom, "story-new", {"body": edits.pop()}, later, partial=True)
        return found

    monkeypatch.setattr("articles.services.link_many.compared_many", edited_meanwhile)
    relate(row.pk, now)
    assert related(newsroom, "story-new", now)[0].startswith("football")


def test_of_two_that_come_at_one_moment_each_leads_to_the_other(
    newsroom: Site, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = (
        an_article(newsroom, f"harbour-{name}", body=a_text("harbour", name))
        for name in ("one", "other")
    )
    compared_many, meanwhile = link_many.compared_many, [other.pk]

    def another_comes_meanwhile(*given: Any) -> Any:
        found = compared_many(*given)
        if meanwhile:
            relate(meanwhile.pop(), now)
        return found

    monkeypatch.setattr("articles.services.link_many.compared_many", another_comes_meanwhile)
    relate(one.pk, now)
    pairs = RelatedLink.objects.filter(article__in=[one, other], other__in=[one, other])
    assert set(pairs.values_list("article_id", "other_id")) == {
        (one.pk, other.pk),
        (other.pk, one.pk),
    }
