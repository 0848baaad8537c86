"""A site's policy for its related links: subjects that never meet, windows of time, sections left
out. The database's reading and the pure function say the same."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from articles.models import Article, RelatedChange, RelatedLink, Site
from articles.related_policy import WrongPolicy, policy_of
from articles.services import relist, tones
from articles.services.change_related_policy import change_related_policy
from articles.services.change_settings import change_settings
from articles.services.pin import pin
from articles.services.register import register
from articles.services.set_tone import set_tone
from articles.services.steer import NotSteered
from tests.conftest import Clock
from tests.services.paper import a_paper, a_story, named, shown

pytestmark = pytest.mark.django_db
Work = Callable[[], int]


@pytest.fixture
def paper(site: Site, now: datetime) -> Site:
    a_paper(site, now)
    return site


@pytest.fixture
def say(paper: Site, editor: Any, now: datetime) -> Callable[..., Any]:
    return lambda **wanted: change_related_policy(paper, wanted, editor, now)


def retitle(site: Site, name: str, title: str, now: datetime, **data: Any) -> None:
    register(site, name, {"title": title, **data}, now, partial=True)


def test_a_disaster_story_shows_no_light_feature(
    paper: Site, say: Any, work: Work, now: datetime
) -> None:
    retitle(paper, "harbour-1", "Story of a capsizing", now)
    work()
    say(sensitive_words=["capsizing"], light_sections=["harbour"])
    work()
    assert named(paper, "harbour-1").tone == "sensitive"
    assert not any(name.startswith("harbour") for name in shown(paper, "harbour-1", now))


def test_and_stands_beside_none(paper: Site, say: Any, work: Work, now: datetime) -> None:
    retitle(paper, "harbour-1", "Story of a capsizing", now)
    say(sensitive_words=["capsizing"], light_sections=["harbour"])
    work()
    assert not any("harbour-1" in shown(paper, f"harbour-{n}", now) for n in (0, 2, 3, 4, 5, 6))


def test_an_edit_that_makes_a_story_sensitive_parts_it_from_light_ones(
    paper: Site, say: Any, work: Work, now: datetime
) -> None:
    say(sensitive_words=["capsizing"], light_sections=["harbour"])
    work()
    retitle(paper, "harbour-1", "Story harbour-1", now, summary="A capsizing.")
    work()
    assert not any(name.startswith("harbour") for name in shown(paper, "harbour-1", now))
    assert not RelatedLink.objects.filter(
        other=named(paper, "harbour-1"), article__section__slug="harbour"
    ).exists()


def test_a_new_sensitive_story_enters_no_list_of_light_ones(
    paper: Site, say: Any, work: Work, now: datetime
) -> None:
    say(sensitive_tags=["Disaster"], light_sections=["harbour"])
    work()
    a_story(paper, "harbour", "news", now, tags=["Disaster"], section="World")
    work()
    assert not any("news" in shown(paper, f"harbour-{n}", now) for n in range(7))


def test_sensitive_stories_go_on_standing_beside_each_other(
    paper: Site, say: Any, work: Work, now: datetime
) -> None:
    before = shown(paper, "harbour-1", now)
    say(sensitive_sections=["harbour"])
    work()
    assert shown(paper, "harbour-1", now) == before


def test_lists_are_filled_again_when_the_subjects_are_taken_back(
    paper: Site, say: Any, work: Work, now: datetime
) -> None:
    before = {n: shown(paper, f"harbour-{n}", now) for n in range(7)}
    retitle(paper, "harbour-1", "Story harbour-1", now, summary="A capsizing.")
    work()
    say(sensitive_words=["capsizing"], light_sections=["harbour"])
    work()
    say(sensitive_words=[], light_sections=[])
    work()
    retitle(paper, "harbour-1", "Story harbour-1", now, summary="")
    work()
    assert {n: shown(paper, f"harbour-{n}", now) for n in range(7)} == before


def test_an_editor_knows_better_than_the_lists(
    paper: Site, say: Any, work: Work, editor: Any, now: datetime
) -> None:
    before = shown(paper, "harbour-1", now)
    say(sensitive_words=["story"], light_sections=["football"])
    work()
    set_tone(named(paper, "harbour-1"), "plain", editor, now)
    work()
    assert named(paper, "harbour-1").tone == ""
    assert shown(paper, "harbour-1", now) == before


def test_a_tone_set_by_hand_counts_at_once(
    paper: Site, say: Any, work: Work, editor: Any, now: datetime
) -> None:
    say(light_sections=["harbour"])
    work()
    set_tone(named(paper, "harbour-1"), "sensitive", editor, now)
    assert not any("harbour-1" in shown(paper, f"harbour-{n}", now) for n in (0, 2, 3, 4, 5, 6))


def test_a_tone_set_by_hand_outlives_an_edit_and_is_given_back(
    paper: Site, work: Work, editor: Any, now: datetime
) -> None:
    set_tone(named(paper, "harbour-1"), "sensitive", editor, now)
    retitle(paper, "harbour-1", "Another story", now)
    work()
    assert named(paper, "harbour-1").tone == "sensitive"
    set_tone(named(paper, "harbour-1"), "", editor, now)
    assert named(paper, "harbour-1").tone == ""


def test_there_is_no_other_tone(paper: Site, editor: Any, now: datetime) -> None:
    row = named(paper, "harbour-1")
    assert set_tone(row, "sarcastic", editor, now) == NotSteered("unknown_tone")


def test_all_articles_are_gone_through_a_batch_at_a_time(
    paper: Site, say: Any, work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tones, "RETONED_AT_ONCE", 4)
    monkeypatch.setattr(tones, "RELISTED_AT_ONCE", 3)
    say(light_sections=["orchard", "football"])
    work()
    assert Article.objects.filter(tone="light").count() == 14


def test_a_link_too_old_to_be_read_is_not_shown(paper: Site, say: Any, now: datetime) -> None:
    say(most_days_old=3)
    assert set(shown(paper, "harbour-0", now)) <= {"harbour-1", "harbour-2"}
    assert shown(paper, "harbour-0", now + timedelta(days=3)) == []


def test_a_window_is_filled_with_what_fits(
    paper: Site, say: Any, work: Work, clock: Clock, now: datetime
) -> None:
    say(most_days_old=3)
    work()
    assert {"harbour-1", "harbour-2"} <= set(shown(paper, "harbour-6", now))


def test_articles_far_apart_in_time_are_not_linked(
    paper: Site, say: Any, work: Work, now: datetime
) -> None:
    say(most_days_apart=1)
    assert set(shown(paper, "harbour-3", now)) <= {"harbour-2", "harbour-4"}
    work()
    assert {"harbour-2", "harbour-4"} <= set(shown(paper, "harbour-3", now))


def test_an_excluded_section_is_in_no_list(paper: Site, work: Work, now: datetime) -> None:
    change_settings(paper, {"excluded_sections": "harbour"})
    assert not any(name.startswith("harbour") for name in shown(paper, "harbour-0", now))
    a_story(paper, "harbour", "new", now)
    work()
    assert not RelatedLink.objects.filter(other__external_id="new").exists()
    assert not any(name.startswith("harbour") for name in shown(paper, "new", now))


def test_a_pin_is_stronger_than_the_policy(
    paper: Site, say: Any, work: Work, editor: Any, now: datetime
) -> None:
    pin(named(paper, "harbour-0"), named(paper, "orchard-6"), editor, now)
    say(most_days_old=2, sensitive_sections=["harbour"], light_sections=["orchard"])
    change_settings(paper, {"excluded_sections": "orchard"})
    work()
    relist.relist([named(paper, "harbour-0").pk], now)
    assert shown(paper, "harbour-0", now)[0] == "orchard-6"


def test_a_policy_is_written_down_with_what_it_changed(paper: Site, say: Any, editor: Any) -> None:
    say(most_days_old=30, light_sections=["orchard"])
    row = RelatedChange.objects.get()
    assert (row.article, row.action, row.by) == (None, "policy", editor)
    assert row.before == {"most_days_old": 0, "light_sections": []}
    assert row.after == {"most_days_old": 30, "light_sections": ["orchard"]}


def test_a_policy_that_stood_so_already_is_no_change(say: Any) -> None:
    assert say(most_days_old=0) is None


@pytest.mark.parametrize(
    "wanted",
    [
        {"light_sections": ["gardens"]},
        {"most_days_old": -1},
        {"sensitive_words": "flood"},
        {"nothing_of_the_kind": 1},
    ],
)
def test_a_wrong_policy_changes_nothing(paper: Site, say: Any, wanted: dict[str, Any]) -> None:
    before = policy_of(paper.settings)
    with pytest.raises(WrongPolicy):
        say(most_days_apart=10, **wanted)
    assert policy_of(Site.objects.get(pk=paper.pk).settings) == before


def test_a_policy_leaves_the_sites_other_settings_alone(paper: Site, say: Any) -> None:
    change_settings(paper, {"stubs": "off"})
    say(most_days_old=30)
    change_settings(paper, {"neighbours": "section"})
    stored = Site.objects.get(pk=paper.pk).settings
    assert (stored["stubs"], stored["neighbours"]) == (False, "section")
    assert policy_of(stored).most_days_old == 30
