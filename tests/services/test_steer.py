"""Editors in control: what they decide is what readers see with the next request."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from articles.models import RelatedChange, RelatedLink, RelatedRule, Site
from articles.navigation import related_items
from articles.services.ban import ban, ban_everywhere, unban, unban_everywhere
from articles.services.order import order
from articles.services.pin import MOST_PINS, move, pin, unpin
from articles.services.rebuild_related import rebuild
from articles.services.register import register
from articles.services.relate import relate
from articles.services.steer import NotSteered, Steered, revision
from articles.services.switch_related import switch_related
from articles.services.withdraw import withdraw
from tests.factories import a_site, an_article
from tests.services.paper import a_paper, a_story, named, shown

pytestmark = pytest.mark.django_db
Work = Callable[[], int]


@pytest.fixture
def paper(site: Site, now: datetime) -> Site:
    a_paper(site, now)
    return site


class Desk:
    """An editor at work on one article."""

    def __init__(self, site: Site, name: str, by: Any, now: datetime) -> None:
        self.site, self.name, self.by, self.now = site, name, by, now

    def __getattr__(self, verb: str) -> Any:
        verbs: dict[str, Any] = {
            "pin": pin,
            "unpin": unpin,
            "ban": ban,
            "unban": unban,
            "move": move,
        }

        def act(other: str, *args: Any, **more: Any) -> Any:
            pair = named(self.site, self.name), named(self.site, other)
            return verbs[verb](*pair, *args, self.by, self.now, **more)

        return act

    def sees(self, name: str = "") -> list[str]:
        return shown(self.site, name or self.name, self.now)


@pytest.fixture
def desk(paper: Site, editor: Any, now: datetime) -> Desk:
    return Desk(paper, "harbour-0", editor, now)


def test_a_pin_stands_first_at_once(desk: Desk) -> None:
    before = desk.sees()
    desk.pin("orchard-3")
    assert desk.sees() == ["orchard-3", *before[:4]]


def test_a_pin_says_that_an_editor_chose_it(desk: Desk) -> None:
    desk.pin("orchard-3")
    item = related_items(named(desk.site, "harbour-0"), desk.now)[0]
    assert item.why == ["editor's pick"]


def test_pins_stand_in_the_order_they_were_given(desk: Desk) -> None:
    desk.pin("orchard-3")
    desk.pin("orchard-1")
    assert desk.sees()[:2] == ["orchard-3", "orchard-1"]


def test_a_pin_can_be_given_a_place(desk: Desk) -> None:
    desk.pin("orchard-3")
    desk.pin("orchard-1", at=0)
    assert desk.sees()[:2] == ["orchard-1", "orchard-3"]


@pytest.mark.parametrize(
    ("direction", "order"), [("up", ["b", "a", "c"]), ("down", ["a", "c", "b"])]
)
def test_a_pin_moves_a_place(desk: Desk, direction: str, order: list[str]) -> None:
    names = {"a": "orchard-1", "b": "orchard-2", "c": "orchard-3"}
    for name in names.values():
        desk.pin(name)
    desk.move("orchard-2", direction)
    assert desk.sees()[:3] == [names[letter] for letter in order]


def test_the_first_pin_cannot_go_higher(desk: Desk) -> None:
    desk.pin("orchard-1")
    assert desk.move("orchard-1", "up") == Steered(None)


def test_only_what_is_pinned_moves(desk: Desk) -> None:
    assert desk.move("harbour-1", "up") == NotSteered("not_pinned")


def test_an_unpinned_article_leaves_its_place(desk: Desk) -> None:
    before = desk.sees()
    desk.pin("orchard-3")
    desk.unpin("orchard-3")
    assert desk.sees() == before


def test_pins_are_laid_out_in_one_go(desk: Desk, editor: Any, now: datetime) -> None:
    pks = [named(desk.site, name).pk for name in ("football-2", "orchard-2", "harbour-5")]
    order(named(desk.site, "harbour-0"), pks, editor, now)
    assert desk.sees()[:3] == ["football-2", "orchard-2", "harbour-5"]


def test_a_layout_names_only_articles_of_the_site(desk: Desk, editor: Any, now: datetime) -> None:
    foreign = an_article(a_site("weekly"))
    row = named(desk.site, "harbour-0")
    assert order(row, [foreign.pk], editor, now) == NotSteered("unknown_article")
    assert order(row, [row.pk], editor, now) == NotSteered("itself")


def test_no_more_than_ten_are_pinned(desk: Desk) -> None:
    names = [f"{subject}-{n}" for subject in ("football", "orchard") for n in range(7)]
    outcomes = [desk.pin(name) for name in names[: MOST_PINS + 1]]
    assert outcomes[-1] == NotSteered("too_many_pins")
    assert all(isinstance(outcome, Steered) for outcome in outcomes[:-1])


def test_an_article_is_not_pinned_to_itself(desk: Desk) -> None:
    assert desk.pin("harbour-0") == NotSteered("itself")


def test_an_article_of_another_site_is_not_pinned(desk: Desk, editor: Any, now: datetime) -> None:
    foreign = an_article(a_site("weekly"))
    assert pin(named(desk.site, "harbour-0"), foreign, editor, now) == NotSteered("other_site")


def test_a_pinned_article_that_is_withdrawn_is_not_shown(desk: Desk, work: Work) -> None:
    desk.pin("orchard-3")
    withdraw(desk.site, "orchard-3", desk.now)
    assert "orchard-3" not in desk.sees()
    work()
    assert len(desk.sees()) == 5


def test_a_pinned_article_that_comes_back_takes_its_place_again(desk: Desk, work: Work) -> None:
    desk.pin("orchard-3")
    withdraw(desk.site, "orchard-3", desk.now)
    work()
    register(desk.site, "orchard-3", {"status": "published"}, desk.now, partial=True)
    work()
    assert desk.sees()[0] == "orchard-3"


def test_a_banned_pair_is_parted_from_both_sides_at_once(desk: Desk) -> None:
    best = desk.sees()[0]
    desk.ban(best)
    assert best not in desk.sees()
    assert "harbour-0" not in desk.sees(best)


def test_a_ban_leaves_no_place_empty(desk: Desk) -> None:
    desk.ban("harbour-1")
    assert len(desk.sees()) == len(desk.sees("harbour-1")) == 5


def test_a_ban_can_be_lifted_from_the_other_side(desk: Desk, editor: Any, now: datetime) -> None:
    before = desk.sees(), desk.sees("harbour-1")
    desk.ban("harbour-1")
    unban(named(desk.site, "harbour-1"), named(desk.site, "harbour-0"), editor, now)
    assert (desk.sees(), desk.sees("harbour-1")) == before


def test_a_pin_that_is_banned_goes(desk: Desk) -> None:
    desk.pin("orchard-3")
    desk.ban("orchard-3")
    assert "orchard-3" not in desk.sees()


def test_what_is_banned_is_not_pinned(desk: Desk) -> None:
    desk.ban("orchard-3")
    assert desk.pin("orchard-3") == NotSteered("banned")


def test_an_article_banned_everywhere_is_in_no_list_at_once(
    desk: Desk, editor: Any, now: datetime, work: Work
) -> None:
    ban_everywhere(named(desk.site, "harbour-1"), editor, now)
    names = [f"harbour-{n}" for n in range(7)]
    assert not any("harbour-1" in desk.sees(name) for name in names)
    work()
    assert all(len(desk.sees(name)) == 5 for name in names)


def test_it_comes_back_to_the_lists_when_the_ban_is_lifted(
    desk: Desk, editor: Any, now: datetime, work: Work
) -> None:
    before, row = desk.sees(), named(desk.site, "harbour-1")
    ban_everywhere(row, editor, now)
    work()
    unban_everywhere(row, editor, now)
    work()
    assert desk.sees() == before


def test_an_article_banned_everywhere_goes_on_showing_others(
    desk: Desk, editor: Any, now: datetime, work: Work
) -> None:
    ban_everywhere(named(desk.site, "harbour-1"), editor, now)
    a_story(desk.site, "harbour", "harbour-new", now)
    work()
    assert "harbour-new" in desk.sees("harbour-1")


def test_a_new_story_does_not_enter_the_list_of_one_it_is_banned_from(
    desk: Desk, work: Work, now: datetime
) -> None:
    new = a_story(desk.site, "harbour", "harbour-new", now)
    desk.ban("harbour-new")
    work()
    assert new.related_from.exists()
    assert "harbour-new" not in desk.sees()


def test_a_list_that_is_off_is_empty_at_once_and_stays_so(
    desk: Desk, editor: Any, now: datetime, work: Work
) -> None:
    desk.pin("orchard-3")
    switch_related(named(desk.site, "harbour-0"), False, editor, now)
    assert desk.sees() == []
    a_story(desk.site, "harbour", "harbour-new", now)
    work()
    rebuild(desk.site, now)
    assert desk.sees() == []
    assert named(desk.site, "harbour-0").related_from.exists()


def test_a_list_that_is_on_again_is_as_before(desk: Desk, editor: Any, now: datetime) -> None:
    before, row = desk.sees(), named(desk.site, "harbour-0")
    switch_related(row, False, editor, now)
    switch_related(row, True, editor, now)
    assert desk.sees() == before


def test_a_list_written_by_somebody_who_did_not_know_of_the_ban_does_not_show_it(
    desk: Desk,
) -> None:
    """A worker may have read the rules a moment before the editor spoke."""
    rows = {name: named(desk.site, name) for name in ("harbour-0", "harbour-1", "football-1")}
    for kind, other in (("ban", rows["harbour-1"]), ("off", None)):
        rule = RelatedRule.objects.create(
            article=rows["harbour-0"], other=other, kind=kind, created=desk.now
        )
        assert RelatedLink.objects.filter(
            article=rows["harbour-0"], other=rows["harbour-1"]
        ).exists()
        assert "harbour-1" not in desk.sees()
        assert kind == "off" or "harbour-0" not in desk.sees("harbour-1")
        rule.delete()
    RelatedRule.objects.create(article=rows["harbour-1"], kind="ban", created=desk.now)
    assert "harbour-1" not in desk.sees()


def test_rules_outlive_a_rebuild(desk: Desk) -> None:
    desk.pin("orchard-3")
    desk.ban("harbour-1")
    before = desk.sees()
    rebuild(desk.site, desk.now)
    assert desk.sees() == before


def test_rules_outlive_an_edit_of_the_article(desk: Desk, work: Work) -> None:
    desk.pin("orchard-3")
    desk.ban("harbour-1")
    relate(named(desk.site, "harbour-0").pk, desk.now, anew=True)
    relate(named(desk.site, "harbour-1").pk, desk.now, anew=True)
    assert desk.sees()[0] == "orchard-3"
    assert "harbour-1" not in desk.sees()


def test_every_change_is_written_down(desk: Desk, editor: Any) -> None:
    desk.pin("orchard-3")
    desk.ban("orchard-3")
    ban_row, pin_row = RelatedChange.objects.all()
    assert (pin_row.action, pin_row.before, pin_row.after) == (
        "pin",
        {"pins": []},
        {"pins": ["orchard-3"]},
    )
    assert (ban_row.action, ban_row.before, ban_row.after) == (
        "ban",
        {"pins": ["orchard-3"], "bans": []},
        {"pins": [], "bans": ["orchard-3"]},
    )
    assert {(row.by_id, row.by_name, row.created) for row in (ban_row, pin_row)} == {
        (editor.pk, "edith", desk.now)
    }


def test_what_stood_so_already_is_no_change(desk: Desk) -> None:
    desk.pin("orchard-3")
    assert desk.pin("orchard-3") == Steered(None)
    assert desk.unban("orchard-1") == Steered(None)
    assert RelatedChange.objects.count() == 1


def test_a_record_outlives_the_account_of_who_made_it(desk: Desk, editor: Any) -> None:
    desk.pin("orchard-3")
    editor.delete()
    assert RelatedChange.objects.get().by_name == "edith"


def test_whoever_looks_at_an_old_page_changes_nothing(desk: Desk) -> None:
    seen = revision(named(desk.site, "harbour-0").pk)
    desk.pin("orchard-1", seen=seen)
    assert desk.pin("orchard-2", seen=seen) == NotSteered("stale")
    assert desk.sees()[:2] != ["orchard-1", "orchard-2"]


def test_readers_copies_of_the_page_are_old_after_a_change(desk: Desk) -> None:
    before = Site.objects.get(pk=desk.site.pk).version
    desk.pin("orchard-3")
    assert Site.objects.get(pk=desk.site.pk).version > before


def test_a_scheduled_article_can_be_pinned_and_appears_by_the_clock(
    desk: Desk, now: datetime
) -> None:
    later = now + timedelta(hours=2)
    a_story(desk.site, "orchard", "tonight", now, published_at=later.isoformat())
    desk.pin("tonight")
    assert "tonight" not in desk.sees()
    assert shown(desk.site, "harbour-0", later)[0] == "tonight"
