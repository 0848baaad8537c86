"""Every kind of link in a mail, against every way to use it for what it is not: none opens, and
what opens acts once."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from articles.models import Article
from comments.models import Comment, Link
from comments.notify.kinds import KINDS
from comments.notify.letters import refused
from comments.services import agree, confirm, desk_link, erase_by_link, links, open_page
from newsroom.embed.mailed.my_data import EXPORT
from tests.factories import a_posted, a_site

pytestmark = pytest.mark.django_db

ADA = "ada@example.org"
# The purposes of links, and the kind of mail that brings each; "page" is what "me" turns into.
PURPOSES = {
    confirm.PURPOSE: "confirm",
    agree.PURPOSE: "follow",
    desk_link.PURPOSE: "desk",
    open_page.ASKED: "me",
    open_page.OPEN: "me",
    EXPORT: "export",
    erase_by_link.PURPOSE: "erase",
    refused.PURPOSE: "refused",
}
# Their way out is a signed word: see tests/embed/test_mailed_pages.py.
LINKLESS = {"reply", "answered", "heat", "correction", "corrected"}


@pytest.fixture
def comment(article: Article, now: datetime) -> Comment:
    return a_posted(article, now, email=ADA)


@pytest.fixture(params=sorted(PURPOSES))
def purpose(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def issued(purpose: str, comment: Comment, now: datetime) -> str:
    token, _ = links.issue(purpose, comment.commenter.site_id, ADA, now, comment=comment)
    return token


def test_every_mail_with_a_link_is_tried_here() -> None:
    assert set(KINDS) - LINKLESS == set(PURPOSES.values())


def test_it_opens_for_its_purpose_and_acts_once(
    purpose: str, comment: Comment, now: datetime
) -> None:
    link = links.find(purpose, issued(purpose, comment, now), now)
    assert link is not None
    assert [links.use(link, now) for _ in range(3)] == [True, False, False]


@pytest.mark.parametrize("other", sorted(PURPOSES))
def test_it_opens_for_no_other(purpose: str, other: str, comment: Comment, now: datetime) -> None:
    found = links.find(other, issued(purpose, comment, now), now)
    assert (found is not None) == (other == purpose)


@pytest.mark.parametrize("column", ["purpose", "site", "address", "comment"])
def test_what_it_is_bound_to_cannot_be_changed_in_its_row(
    purpose: str, column: str, article: Article, comment: Comment, now: datetime
) -> None:
    """Another comment, another site: the secret in the mail is no secret of theirs."""
    token = issued(purpose, comment, now)
    others: dict[str, Any] = {
        "purpose": "another",
        "site": a_site("weekly"),
        "address": "eve@example.org",
        "comment": a_posted(article, now, email="eve@example.org"),
    }
    Link.objects.update(**{column: others[column]})
    asked = "another" if column == "purpose" else purpose
    assert links.find(asked, token, now) is None


def test_it_opens_no_other_row_with_its_secret(
    purpose: str, article: Article, comment: Comment, now: datetime
) -> None:
    mine = issued(purpose, comment, now)
    theirs = issued(purpose, a_posted(article, now, email="eve@example.org"), now)
    assert links.find(purpose, theirs[:16] + mine[16:], now) is None


def test_past_its_time_it_neither_opens_nor_acts(
    purpose: str, comment: Comment, now: datetime
) -> None:
    token, late = issued(purpose, comment, now), now + links.LIFETIME
    link = links.find(purpose, token, now)
    assert link is not None
    assert links.find(purpose, token, late) is None
    assert not links.use(link, late + timedelta(seconds=1))


def test_a_key_that_was_replaced_opens_it_and_one_that_is_gone_does_not(
    purpose: str, comment: Comment, now: datetime, settings: Any
) -> None:
    token, old = issued(purpose, comment, now), settings.SECRET_KEY
    settings.SECRET_KEY = "another secret key of this installation, long enough"
    gone = links.find(purpose, token, now)
    settings.SECRET_KEY_FALLBACKS = [old]
    assert (gone, links.find(purpose, token, now) is not None) == (None, True)


@pytest.mark.parametrize("said", ["", "x", "0" * 59, None, 7, "0" * 16 + "A" * 44, "é" * 59])
def test_what_is_no_token_opens_nothing(purpose: str, said: Any, now: datetime) -> None:
    assert links.find(purpose, said, now) is None
