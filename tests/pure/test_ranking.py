import math
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from articles.ranking import (
    KEPT,
    LIVELY_AT_MOST,
    SHOWN,
    Backlink,
    Entry,
    Link,
    Rules,
    backlinks,
    compare,
    insertion,
    links,
    matches,
    nearness,
    rank,
)
from articles.vectors import VECTOR_PAIRS, Vector

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
HARBOUR, NOISE = 1, 1000


def entry(number: int, likeness: float = 0.5, *, days_old: float = 0, **facts) -> Entry:
    """An article whose cosine with `main()` is `likeness`, and which shares nothing else."""
    rest = math.sqrt(1 - likeness**2)
    vector = Vector("en", {HARBOUR: likeness, NOISE + number: rest}, {}, {HARBOUR: "harbour"})
    facts.setdefault("vector", vector)
    facts.setdefault("published_at", NOW - timedelta(days=days_old))
    return Entry(number, **facts)


def main(**facts) -> Entry:
    vector = Vector("en", {HARBOUR: 1.0}, {}, {HARBOUR: "Harbour"})
    return entry(0, **({"vector": vector} | facts))


def ids(ranked: list[Link]) -> list[int]:
    return [link.other for link in ranked]


def test_what_has_more_in_common_comes_first() -> None:
    assert ids(rank(main(), [entry(1, 0.2), entry(2, 0.6), entry(3, 0.4)])) == [2, 3, 1]


def test_no_more_than_twenty_are_kept() -> None:
    assert len(rank(main(), [entry(n, 0.01 * n) for n in range(10, 60)])) == KEPT


def test_no_candidates_give_no_links() -> None:
    assert rank(main(), []) == []


def test_an_article_is_not_related_to_itself() -> None:
    assert rank(main(), [main()]) == []


def test_articles_of_two_languages_are_never_related() -> None:
    other = entry(1)
    german = replace(other, vector=replace(other.vector, language="de"))
    assert rank(main(), [german]) == []


def test_no_link_is_better_than_a_wrong_one() -> None:
    assert rank(main(), [entry(1, 0.02)]) == []


def test_an_article_without_words_is_related_to_nothing() -> None:
    empty = entry(1, vector=Vector("en", {}, {}))
    assert rank(empty, [main(), entry(2)], Rules(floor=0)) == []


def test_equal_scores_are_ordered_by_the_later_article() -> None:
    assert ids(rank(main(), [entry(1, 0.3), entry(2, 0.3)])) == [2, 1]


def test_articles_of_one_week_are_nearer_than_those_of_two_years() -> None:
    assert ids(rank(main(), [entry(1, 0.4, days_old=700), entry(2, 0.3)])) == [2, 1]


def test_the_time_between_two_articles_counts_and_not_their_age() -> None:
    old = main(published_at=NOW - timedelta(days=3000))
    assert ids(rank(old, [entry(1, 0.3), entry(2, 0.3, days_old=2990)])) == [2, 1]


def test_nearness_runs_from_one_to_two_point_two() -> None:
    assert nearness(NOW, NOW) == pytest.approx(2.2)
    assert nearness(NOW, NOW - timedelta(days=100_000)) == pytest.approx(1)
    assert nearness(NOW, None) == 1


def test_shared_tags_lift_a_link_but_make_none() -> None:
    article = main(tags=frozenset({"port"}))
    tagged = entry(1, 0.3, tags=frozenset({"port"}))
    assert ids(rank(article, [tagged, entry(2, 0.33)])) == [1, 2]
    assert rank(article, [entry(3, 0.0, tags=frozenset({"port"}))]) == []


def test_a_common_author_lifts_a_link() -> None:
    article = main(authors=("Ada",))
    assert ids(rank(article, [entry(1, 0.3, authors=("Ada",)), entry(2, 0.31)])) == [1, 2]


def test_pairs_count_for_little_in_short_texts() -> None:
    def scored(pairs: int) -> float:
        weights = {n: 1 / math.sqrt(pairs) for n in range(pairs)}
        one, other = (
            replace(e, vector=replace(e.vector, pairs=weights)) for e in (main(), entry(1, 0.3))
        )
        match = compare(one, other)
        assert match is not None
        return match.score / nearness(NOW, NOW) - 0.3

    assert scored(VECTOR_PAIRS) == pytest.approx(1)
    assert scored(20) == pytest.approx(20 / VECTOR_PAIRS)


def test_a_score_is_the_same_from_both_sides() -> None:
    one = main(tags=frozenset("ab"), authors=("Ada",))
    other = entry(1, days_old=9, tags=frozenset("bc"), authors=("Ada", "Bo"))
    there, back = compare(one, other), compare(other, one)
    assert there is not None
    assert back is not None
    assert there.score == pytest.approx(back.score)


def test_a_lively_conversation_lifts_a_link_within_bounds() -> None:
    quiet, lively = entry(1, 0.3), entry(2, 0.3, liveliness=99)
    found = rank(main(), [quiet, lively])
    assert ids(found) == [2, 1]
    assert found[0].score == pytest.approx(found[1].score * LIVELY_AT_MOST)


def test_clicks_move_a_link_within_bounds() -> None:
    rules = Rules(clicks={1: 50.0, 2: 0.0})
    first, second = rank(main(), [entry(1, 0.3), entry(2, 0.3)], rules)
    assert (first.other, second.other) == (1, 2)
    assert first.score / second.score == pytest.approx(1.25 / 0.8)


def test_a_rewrite_of_the_article_is_not_shown_beside_it() -> None:
    assert ids(rank(main(), [entry(1, 0.9), entry(2, 0.5)])) == [2]


def story(number: int, days_old: float) -> Entry:
    """One story told many times: more like one another than like `main()`."""
    words = {HARBOUR: 0.5} | dict.fromkeys(range(100, 118), 0.2) | {NOISE + number: 0.17}
    return entry(number, vector=Vector("en", words, {}), days_old=days_old)


def test_of_one_story_told_twice_the_newest_is_shown() -> None:
    told = [story(1, 3), story(2, 1), story(3, 2), entry(4, 0.3)]
    assert ids(rank(main(), told)) == [2, 4]


def test_a_banned_article_is_never_shown() -> None:
    assert ids(rank(main(), [entry(1), entry(2)], Rules(bans=frozenset({1})))) == [2]


def test_pins_come_first_in_the_editors_order() -> None:
    rules = Rules(pins=(8, 1))
    assert ids(rank(main(), [entry(1, 0.1), entry(2, 0.6)], rules)) == [8, 1, 2]


def test_a_ban_outranks_a_pin() -> None:
    assert rank(main(), [entry(1)], Rules(pins=(1,), bans=frozenset({1}))) == []


def test_no_place_stays_empty_for_the_sake_of_variety() -> None:
    by_ada = [entry(n, 0.6 - n / 100, authors=("Ada",)) for n in range(1, 7)]
    assert ids(rank(main(), by_ada, Rules(per_author=2))) == [1, 2, 3, 4, 5, 6]


def test_an_author_is_bounded_where_the_site_asks_for_it() -> None:
    by_ada = [entry(n, 0.6 - n / 100, authors=("Ada",)) for n in range(1, 5)]
    others = [entry(n, 0.3 - n / 100) for n in range(5, 9)]
    assert ids(rank(main(), by_ada + others))[:SHOWN] == [1, 2, 3, 4, 5]
    assert ids(rank(main(), by_ada + others, Rules(per_author=2)))[:SHOWN] == [1, 2, 5, 6, 7]


def test_one_of_the_shown_is_older_than_a_month_where_it_is_good_enough() -> None:
    new = [entry(n, 0.5 - n / 100) for n in range(1, 8)]
    old = entry(9, 0.4, days_old=40)
    assert ids(rank(main(), [*new, old], now=NOW))[:SHOWN] == [1, 2, 3, 4, 9]


def test_a_poor_old_article_takes_no_place_from_a_good_new_one() -> None:
    new = [entry(n, 0.5 - n / 100) for n in range(1, 8)]
    old = entry(9, 0.1, days_old=40)
    assert ids(rank(main(), [*new, old], now=NOW))[:SHOWN] == [1, 2, 3, 4, 5]


def test_a_link_says_what_both_are_about_as_its_own_article_spells_it() -> None:
    (link,) = rank(main(), [entry(1)])
    assert link.why == ["both about: Harbour"]


def test_a_link_says_which_tags_both_have() -> None:
    tags = frozenset({"port", "trade"})
    (link,) = rank(main(tags=tags), [entry(1, tags=tags)])
    assert link.why == ["both about: Harbour", "both tagged: port, trade"]


def test_a_pin_says_that_an_editor_chose_it() -> None:
    assert Link(1, 0.0, "pin").why == ["editor's pick"]


def back_of(article: Entry, *candidates: Entry) -> list[Backlink]:
    return list(backlinks(matches(article, candidates)))


def test_every_compared_article_is_offered_a_link_back() -> None:
    found = matches(main(), [entry(1, 0.5), entry(2, 0.3)])
    offered = {back.owner: back.link for back in backlinks(found)}
    assert {owner: link.other for owner, link in offered.items()} == {1: 0, 2: 0}


def test_a_link_back_is_spelled_as_the_older_article_does() -> None:
    (back,) = back_of(main(), entry(1))
    assert back.link.why == ["both about: harbour"]


def test_a_link_back_counts_the_conversation_of_the_article_it_leads_to() -> None:
    (quiet,), (lively,) = back_of(main(), entry(1)), back_of(main(liveliness=1), entry(1))
    assert lively.score == pytest.approx(quiet.score * LIVELY_AT_MOST)


def test_a_newer_telling_takes_the_place_of_the_older_one() -> None:
    back = back_of(main(), entry(1, 0.9, days_old=1), entry(2, 0.4))
    assert [(b.owner, b.replaces) for b in back] == [(2, {1})]


def test_an_older_telling_is_offered_to_nobody() -> None:
    assert back_of(main(published_at=NOW - timedelta(days=9)), entry(1, 0.9), entry(2, 0.4)) == []


def kept(*scores: float, pins: int = 0) -> list[Link]:
    picks = [Link(100 + n, 0.0, "pin") for n in range(pins)]
    return picks + [Link(n, score, "text") for n, score in enumerate(scores, 1)]


NEW = Link(50, 0.5, "text")


def test_a_better_link_goes_before_worse_ones() -> None:
    assert ids(insertion(kept(0.9, 0.4), NEW) or []) == [1, 50, 2]


def test_pins_stay_before_a_better_link() -> None:
    assert ids(insertion(kept(0.1, pins=2), NEW) or []) == [100, 101, 50, 1]


def test_a_short_list_takes_any_link_in() -> None:
    assert ids(insertion(kept(0.9), NEW) or []) == [1, 50]


def test_the_last_of_a_full_list_goes() -> None:
    after = insertion(kept(*[0.4] * KEPT), NEW)
    assert after is not None
    assert (len(after), after[0].other, after[-1].other) == (KEPT, 50, KEPT - 1)


def test_a_full_list_of_better_links_does_not_change() -> None:
    assert insertion(kept(*[0.9] * KEPT), NEW) is None


def test_a_link_that_is_there_already_is_not_doubled() -> None:
    again = [*kept(0.9), NEW]
    assert insertion(again, NEW) is None


def test_a_link_whose_score_rose_moves_up() -> None:
    assert ids(insertion([*kept(0.9, 0.4), replace(NEW, score=0.1)], NEW) or []) == [1, 50, 2]


def test_a_pinned_article_stays_pinned() -> None:
    assert insertion([Link(50, 0.0, "pin"), *kept(0.1)], NEW) is None


def test_the_older_tellings_leave_the_list_for_the_newer() -> None:
    assert ids(insertion(kept(0.9, 0.4), NEW, replaces={1}) or []) == [50, 2]


def test_lists_brought_up_to_date_one_by_one_are_the_lists_made_at_once() -> None:
    articles = [main(), *(entry(n, 0.05 + 0.01 * n, days_old=30 * n) for n in range(1, 40))]
    lists: dict[int, list[Link]] = {}
    for at, article in enumerate(articles):
        found = matches(article, articles[:at])
        lists[article.id] = links(found)
        for back in backlinks(found):
            after = insertion(lists[back.owner], back.link)
            lists[back.owner] = lists[back.owner] if after is None else after
    at_once = {article.id: ids(rank(article, articles)) for article in articles}
    assert {owner: ids(found) for owner, found in lists.items()} == at_once
