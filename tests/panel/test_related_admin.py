"""An editor decides in the admin what stands beside an article, and sees why it does."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from articles.models import Article, Experiment, RelatedChange, Section, Site
from articles.related_policy import policy_of
from articles.services.ban import ban
from articles.services.pin import pin
from articles.services.steer import revision, standing
from articles.site_settings import settings_of
from tests.services.paper import a_paper, named, shown

pytestmark = pytest.mark.django_db
Act = Callable[..., str]


@pytest.fixture
def desk(editor: Any, client: Client) -> Client:
    client.force_login(editor)
    return client


@pytest.fixture
def article(site: Site, now: datetime) -> Article:
    a_paper(site, now)
    return named(site, "harbour-0")


@pytest.fixture
def act(desk: Client, article: Article) -> Act:
    """Presses a button of the page as it is now; the page that follows."""

    def press(action: str, other: str = "", seen: int | None = None, **more: Any) -> str:
        told = {"action": action, "seen": revision(article.pk) if seen is None else seen, **more}
        if other:
            told["other"] = named(article.site, other).pk
        return desk.post(page_of(article), told, follow=True).content.decode()

    return press


def page_of(article: Article) -> str:
    return reverse("admin:articles_article_related", args=[article.pk])


def pins(article: Article) -> list[str]:
    names = dict(Article.objects.values_list("pk", "external_id"))
    return [names[pk] for pk in standing(article.pk).pins]


def test_the_page_shows_the_list_with_scores_and_reasons(desk: Client, article: Article) -> None:
    page = desk.get(page_of(article)).content.decode()
    assert "Story harbour-1" in page and "both about:" in page
    assert "Shown to readers" in page and "Standing by" in page


def test_a_pin_comes_first_and_readers_see_it(act: Act, article: Article, now: datetime) -> None:
    act("pin", "football-2")
    assert shown(article.site, "harbour-0", now)[0] == "football-2"


def test_an_article_is_pinned_by_its_id(act: Act, article: Article) -> None:
    act("pin", id=" orchard-1 ")
    assert pins(article) == ["orchard-1"]
    assert "no such article" in act("pin", id="nowhere-1")


def test_pins_stand_in_the_order_they_were_dragged_to(act: Act, article: Article) -> None:
    for name in ("football-1", "football-2", "orchard-1"):
        act("pin", name)
    wanted = ["orchard-1", "football-1", "football-2"]
    act("order", pins=",".join(str(named(article.site, name).pk) for name in wanted))
    assert pins(article) == wanted
    act("down", "orchard-1")
    assert pins(article)[:2] == ["football-1", "orchard-1"]
    act("unpin", "orchard-1")
    assert "orchard-1" not in pins(article)


def test_a_ban_keeps_both_apart_until_it_is_lifted(
    act: Act, article: Article, now: datetime
) -> None:
    gone = shown(article.site, "harbour-0", now)[0]
    page = act("ban", gone)
    assert gone not in shown(article.site, "harbour-0", now)
    assert "Never together" in page and "Banned by an editor." in page
    act("unban", gone)
    assert gone in shown(article.site, "harbour-0", now)


def test_a_list_is_switched_off_and_an_article_kept_from_all(
    act: Act, article: Article, now: datetime
) -> None:
    assert "is off" in act("off")
    assert shown(article.site, "harbour-0", now) == []
    act("on")
    assert "Banned everywhere" in act("nowhere")
    assert "harbour-0" not in shown(article.site, "harbour-1", now)
    act("anywhere")
    act("tone", tone="sensitive")
    assert standing(article.pk).tone == "sensitive"


def test_every_change_is_written_down_with_who_made_it(
    act: Act, article: Article, editor: Any
) -> None:
    page = act("pin", "football-2")
    change = RelatedChange.objects.get()
    assert (change.by, change.action, change.after) == (editor, "pin", {"pins": ["football-2"]})
    assert editor.get_username() in page and "pins: football-2" in page


def test_an_old_page_changes_nothing(act: Act, article: Article, now: datetime) -> None:
    pin(article, named(article.site, "football-1"), None, now)
    assert "Somebody changed this meanwhile" in act("pin", "football-2", seen=0)
    assert pins(article) == ["football-1"]


def test_what_is_banned_cannot_be_pinned(act: Act, article: Article, now: datetime) -> None:
    ban(article, named(article.site, "football-1"), None, now)
    assert "lift the ban first" in act("pin", "football-1")


def test_who_may_not_change_articles_cannot(client: Client, article: Article) -> None:
    nobody = get_user_model().objects.create_user("nobody", is_staff=True)
    client.force_login(nobody)
    assert client.get(page_of(article)).status_code == 403
    assert client.post(page_of(article), {"action": "off"}).status_code == 403
    assert not standing(article.pk).off


def test_an_experiment_is_begun_reported_and_ended(desk: Client, site: Site) -> None:
    listed = reverse("admin:articles_experiment_changelist")
    form = {"site": site.pk, "name": "Clicks or not", "way": "without_clicks"}
    assert desk.post(reverse("admin:articles_experiment_add"), form).status_code == 302
    again = desk.post(reverse("admin:articles_experiment_add"), form).content.decode()
    assert "One is running on this site" in again
    running = Experiment.objects.get()
    Experiment.objects.update(shown_a=1000, clicked_a=20, shown_b=1000, clicked_b=90)
    page = desk.get(listed).content.decode()
    assert "20 of 1000: 2.0%" in page and "the other way is better" in page
    desk.post(listed, {"action": "end", "_selected_action": [running.pk]})
    running.refresh_from_db()
    assert running.ended is not None


POLICY = {"neighbours": "site", "most_days_apart": 0, "most_days_old": 0, "count_clicks": "on"}


def test_a_site_says_what_is_sensitive_and_how_old_a_link_may_be(desk: Client, site: Site) -> None:
    page = reverse("admin:articles_site_way_onward", args=[site.pk])
    told = {**POLICY, "sensitive_words": "earthquake\nplane crash", "most_days_old": 30}
    assert desk.post(page, told).status_code == 302
    site.refresh_from_db()
    policy = policy_of(site.settings)
    assert policy.subjects.sensitive_words == ("earthquake", "plane crash")
    assert (policy.most_days_old, policy.count_clicks) == (30, True)
    assert "plane crash" in desk.get(page).content.decode()
    assert RelatedChange.objects.get().action == "policy"


@pytest.mark.parametrize("name", ["light_sections", "excluded_sections"])
def test_a_section_that_is_not_there_is_told_beside_its_field(
    desk: Client, site: Site, name: str
) -> None:
    page = reverse("admin:articles_site_way_onward", args=[site.pk])
    answer = desk.post(page, {**POLICY, "most_days_old": 30, name: "nowhere"})
    assert "There is no section" in answer.context["form"].errors[name][0]
    assert not RelatedChange.objects.exists()
    site.refresh_from_db()
    assert policy_of(site.settings).most_days_old == 0


def test_a_section_left_out_of_the_way_onward_is_on_record(desk: Client, site: Site) -> None:
    Section.objects.create(site=site, slug="weather", name="Weather")
    page = reverse("admin:articles_site_way_onward", args=[site.pk])
    told = {**POLICY, "neighbours": "section", "excluded_sections": "weather"}
    assert desk.post(page, told).status_code == 302
    site.refresh_from_db()
    assert settings_of(site.settings).excluded_sections == ("weather",)
    change = RelatedChange.objects.get()
    assert (change.action, change.before["neighbours"]) == ("settings", "site")
    assert change.by_name in desk.get(page).content.decode()
