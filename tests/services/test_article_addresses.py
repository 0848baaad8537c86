"""An article is found by every address it has or had, under the site's rules of spelling."""

from datetime import datetime

import pytest

from articles.models import Article, ArticleAlias, Site
from articles.public import UnknownArticle, change_settings, find, refs, resolve
from articles.services.refused import Refused
from articles.services.register import register
from newsroom.kernel.fields import FieldError
from tests.factories import NOON, a_site, an_article

HOME = "https://daily.example"


def move(site: Site, id: str, url: str) -> Article:
    return register(site, id, {"url": url}, NOON, partial=True).article


def found(site: Site, url: str) -> str:
    row = find(site, url=url)
    return row.external_id if row else ""


def test_a_former_address_still_leads_to_its_article(site: Site, now: datetime) -> None:
    an_article(site, "quay", url=f"{HOME}/old")
    move(site, "quay", f"{HOME}/new")
    assert resolve(site, url=f"{HOME}/old", now=now).url == f"{HOME}/new"
    assert found(site, f"{HOME}/new") == "quay"


def test_counts_are_found_by_former_addresses_too(site: Site, now: datetime) -> None:
    row = an_article(site, "quay", url=f"{HOME}/old")
    other = an_article(site, "pier", url=f"{HOME}/pier")
    move(site, "quay", f"{HOME}/new")
    names = [f"{HOME}/old", f"{HOME}/new", f"{HOME}/pier", f"{HOME}/none", "no url"]
    assert refs(site, names, "url", now) == {
        names[0]: row.pk,
        names[1]: row.pk,
        names[2]: other.pk,
    }


def test_two_spellings_in_one_question_are_both_answered(site: Site, now: datetime) -> None:
    row = an_article(site, "quay", url=f"{HOME}/quay")
    names = [f"{HOME}/quay", f"{HOME}/quay?utm_source=x"]
    assert refs(site, names, "url", now) == dict.fromkeys(names, row.pk)


def test_every_move_leaves_an_address_behind(site: Site) -> None:
    an_article(site, "quay", url=f"{HOME}/a")
    for place in "bcd":
        move(site, "quay", f"{HOME}/{place}")
    assert {found(site, f"{HOME}/{place}") for place in "abcd"} == {"quay"}


def test_an_article_that_moves_back_has_its_address_and_the_one_between(site: Site) -> None:
    an_article(site, "quay", url=f"{HOME}/a")
    move(site, "quay", f"{HOME}/b")
    move(site, "quay", f"{HOME}/a")
    assert list(ArticleAlias.objects.values_list("url", flat=True)) == [f"{HOME}/b"]


def test_a_new_article_takes_an_address_that_another_left(site: Site) -> None:
    an_article(site, "quay", url=f"{HOME}/today")
    move(site, "quay", f"{HOME}/2026/quay")
    an_article(site, "pier", url=f"{HOME}/today")
    assert found(site, f"{HOME}/today") == "pier"
    assert not ArticleAlias.objects.exists()


def test_two_articles_that_swap_leave_both_found(site: Site) -> None:
    an_article(site, "quay", url=f"{HOME}/a")
    an_article(site, "pier", url=f"{HOME}/b")
    move(site, "quay", f"{HOME}/c")
    move(site, "pier", f"{HOME}/a")
    move(site, "quay", f"{HOME}/b")
    assert (found(site, f"{HOME}/a"), found(site, f"{HOME}/b")) == ("pier", "quay")
    assert found(site, f"{HOME}/c") == "quay"


def test_an_address_in_use_is_not_taken(site: Site) -> None:
    an_article(site, "quay", url=f"{HOME}/a")
    an_article(site, "pier", url=f"{HOME}/b")
    with pytest.raises(Refused, match="Another article"):
        move(site, "pier", f"{HOME}/a")
    assert found(site, f"{HOME}/a") == "quay"


def test_another_spelling_of_the_same_address_is_no_move(site: Site) -> None:
    an_article(site, "quay", url=f"{HOME}/a")
    move(site, "quay", f"{HOME}/a?utm_source=x")
    assert not ArticleAlias.objects.exists()


def test_an_address_that_changes_all_the_time_leaves_only_so_many(site: Site) -> None:
    an_article(site, "quay", url=f"{HOME}/0")
    for number in range(1, 25):
        move(site, "quay", f"{HOME}/{number}")
    assert ArticleAlias.objects.count() == 20
    assert found(site, f"{HOME}/23") == "quay"


def test_a_former_address_is_the_sites_own(site: Site) -> None:
    an_article(site, "quay", url=f"{HOME}/old")
    move(site, "quay", f"{HOME}/new")
    other = a_site("weekly", domains=["daily.example"])
    assert found(other, f"{HOME}/old") == ""


def test_the_former_address_of_a_withdrawn_article_opens_nothing(site: Site, now: datetime) -> None:
    an_article(site, "quay", url=f"{HOME}/old")
    move(site, "quay", f"{HOME}/new")
    register(site, "quay", {"status": "withdrawn"}, NOON, partial=True)
    with pytest.raises(UnknownArticle):
        resolve(site, url=f"{HOME}/old", now=now)


def test_a_slash_at_the_end_is_another_page_unless_the_site_says_otherwise(site: Site) -> None:
    an_article(site, "quay", url=f"{HOME}/quay")
    assert found(site, f"{HOME}/quay/") == ""


@pytest.mark.parametrize("rule", ["add", "strip"])
def test_a_site_may_say_that_the_slash_means_nothing(site: Site, rule: str) -> None:
    an_article(site, "before", url=f"{HOME}/before")
    change_settings(site, {"trailing_slash": rule})
    an_article(site, "after", url=f"{HOME}/after/")
    spellings = [f"{HOME}/{name}{end}" for name in ("before", "after") for end in ("", "/")]
    assert [found(site, url) for url in spellings] == ["before", "before", "after", "after"]


def test_former_addresses_follow_the_rule(site: Site) -> None:
    an_article(site, "quay", url=f"{HOME}/old/")
    move(site, "quay", f"{HOME}/new")
    change_settings(site, {"trailing_slash": "strip"})
    assert found(site, f"{HOME}/old") == "quay"


def test_a_rule_that_makes_two_articles_one_page_changes_nothing(site: Site) -> None:
    an_article(site, "quay", url=f"{HOME}/a")
    an_article(site, "pier", url=f"{HOME}/a/")
    an_article(site, "mole", url=f"{HOME}/mole/")
    with pytest.raises(FieldError, match="two articles would be one page"):
        change_settings(site, {"trailing_slash": "strip"})
    site.refresh_from_db()
    assert "trailing_slash" not in site.settings
    assert [found(site, f"{HOME}/{name}") for name in ("a", "a/", "mole/")] == [
        "quay",
        "pier",
        "mole",
    ]


def test_a_slash_that_becomes_nothing_forgets_the_alias_that_was_only_that(site: Site) -> None:
    an_article(site, "quay", url=f"{HOME}/a/")
    move(site, "quay", f"{HOME}/a")
    change_settings(site, {"trailing_slash": "strip"})
    assert not ArticleAlias.objects.exists()
    assert found(site, f"{HOME}/a/") == "quay"
