"""A site's rules and backtests over HTTP, by the site's key."""

from datetime import datetime
from typing import Any

import pytest

from articles.models import Article, Site
from articles.services.sites import issue_key
from comments.models import RuleSet
from comments.services.moderate import moderate
from comments.services.review import review
from comments.states import Status
from tests.conftest import Reader
from tests.factories import a_posted, a_site

pytestmark = pytest.mark.django_db
RULES, BACKTEST = "/api/v1/moderation/daily/rules", "/api/v1/moderation/daily/backtest"


@pytest.fixture
def put(reader: Reader, site_key: str) -> Any:
    key = {"Authorization": f"Bearer {site_key}"}
    return lambda body: reader.send("PUT", RULES, body, **key)


def test_rules_are_set_and_shown_with_what_they_are_worth(
    reader: Reader, put: Any, site_key: str, article: Article, editor: Any, now: datetime
) -> None:
    moderate(a_posted(article, now, body="The casino."), Status.SPAM, editor, now)
    assert put({"seen": 0, "text": "hold: casino"}).json()["version"] == 1
    answer = reader.get(RULES, Authorization=f"Bearer {site_key}")
    [rule] = answer.json()["rules"]
    assert (rule["text"], rule["agreed"], rule["overturned"]) == ("hold: casino", 1, 0)
    assert rule["precision"]["share"] == 1.0
    assert answer["Cache-Control"] == "no-store"


def test_a_site_without_rules_says_so(reader: Reader, site: Site, site_key: str) -> None:
    answer = reader.get(RULES, Authorization=f"Bearer {site_key}")
    assert answer.json() == {"version": 0, "text": "", "rules": []}


def test_a_rule_that_is_none_is_named_by_its_line(put: Any, site: Site) -> None:
    answer = put({"seen": 0, "text": "hold: casino\nhold: /a+/"})
    assert (answer.status_code, answer.json()["code"]) == (422, "text_invalid")
    assert "Line 2" in answer.json()["detail"]


def test_an_editor_who_was_overtaken_is_told_so(put: Any, site: Site) -> None:
    put({"seen": 0, "text": "hold: casino"})
    assert put({"seen": 0, "text": "hold: pills"}).status_code == 409


def test_an_older_version_is_put_in_force_again(put: Any, site: Site) -> None:
    put({"seen": 0, "text": "hold: casino"})
    put({"seen": 1, "text": "hold: pills"})
    assert put({"seen": 2, "back_to": 1}).json()["text"] == "hold: casino"


def test_a_backtest_says_what_would_change(
    reader: Reader, site_key: str, article: Article, now: datetime
) -> None:
    review(a_posted(article, now, body="The casino.").pk, now)
    answer = reader.post(BACKTEST, {"rules": "spam: casino"}, Authorization=f"Bearer {site_key}")
    told = answer.json()
    assert (told["judged"], told["hits"], told["precision"]) == (1, 1, None)
    assert told["moved"] == [{"was": "held", "would": "spam", "count": 1}]
    assert RuleSet.objects.count() == 0


def test_a_backtest_takes_a_preset(
    reader: Reader, site_key: str, article: Article, now: datetime
) -> None:
    review(a_posted(article, now, body="The bridge is open.").pk, now)
    answer = reader.post(BACKTEST, {"preset": "open"}, Authorization=f"Bearer {site_key}")
    assert answer.json()["moved"] == [{"was": "held", "would": "published", "count": 1}]


@pytest.mark.parametrize("path", [RULES, BACKTEST])
def test_without_a_key_nothing_is_told(
    reader: Reader, site: Site, now: datetime, path: str
) -> None:
    other = issue_key(a_site("weekly"), "tests", now)
    method = "GET" if path == RULES else "POST"
    assert reader.send(method, path, {"rules": ""}).status_code == 401
    stranger = reader.send(method, path, {"rules": ""}, Authorization=f"Bearer {other}")
    assert stranger.status_code == 403
