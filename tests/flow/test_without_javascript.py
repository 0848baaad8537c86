"""A guest's whole way with JavaScript off: every step is a link that is followed or a form that is
sent as it stands in the page or the mail before."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest

from articles.models import Article
from comments.models import Comment, Policy, Subscription
from comments.notify.post_office import round_of
from comments.services.moderate import moderate
from comments.services.threads import policy_of
from comments.states import Status
from tests.conftest import Clock, Reader
from tests.embed.html_page import Form, Page, submitted
from tests.factories import a_comment
from tests.letters import letters, links_in

pytestmark = pytest.mark.django_db
ADA = "ada@example.org"
THREAD = "/sites/daily/comments?article=story-1"


class Browser:
    """Shows one page at a time, knows its address, and runs nothing."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader

    def open(self, url: str) -> Page:
        self.url = url
        parts = urlsplit(url)
        path = f"{parts.path}?{parts.query}" if parts.query else parts.path
        answer = self.reader.get(path)
        assert answer.status_code == 200, (answer.status_code, url)
        self.page = Page(answer.content.decode())
        assert self.page.dangers() == []
        return self.page

    def follow(self, text: str) -> Page:
        [link] = [a for a in self.page.all("a") if a.text.strip() == text]
        return self.open(urljoin(self.url, link.attributes["href"]))

    def send(self, button: str = "", /, **typed: str) -> Page:
        """The form that has the button, filled in further, as a browser sends it."""
        form = next(f for f in self.page.forms if not button or button in _values(f))
        pressed = {name: value for name, value in form.buttons if value == button}
        target = urljoin(self.url, form.attributes.get("action", ""))
        path = target.removeprefix("http://localhost")
        answer = submitted(self.reader, path, {**form.values, **typed, **pressed})
        if answer.status_code == 303:
            return self.open(urljoin(target, answer["Location"]))
        assert answer.status_code == 200, (answer.status_code, answer.content)
        self.page = Page(answer.content.decode())
        return self.page


def _values(form: Form) -> list[str]:
    return [value for _, value in form.buttons]


def link_to(letter: Any, page: str) -> str:
    return urlsplit(next(link for link in links_in(letter) if f"/{page}/" in link)).path


def test_a_guest_posts_confirms_edits_replies_and_leaves_with_javascript_off(
    reader: Reader, article: Article, clock: Clock, editor: Any, work: Callable[[], int]
) -> None:
    def read_and_published(name: str) -> None:
        """The machine has judged it, a person has read it."""
        work()
        moderate(Comment.objects.get(name=name), Status.PUBLISHED, editor, clock.now)
        work()

    policy_of(article.site_id)
    Policy.objects.update(confirm_email="first", premoderation="all", reply_depth=1)
    bob = a_comment(article, name="Bob")
    browser = Browser(reader)

    # She replies to Bob, and wants to hear of answers.
    browser.open(THREAD)
    browser.follow("Reply")
    assert "Reply to Bob" in browser.page.text
    clock.go_on(seconds=30)
    browser.send(name="Ada", email=ADA, body="I was there, and it was lod.", subscribe="replies")
    receipt = browser.url
    assert "We send a mail to your address." in browser.page.text

    # The mail's link shows, and its button acts; nobody saw the comment before.
    work()
    assert "it was lod" not in Browser(reader).open(THREAD).text
    browser.open(link_to(letters(ADA)[-1], "confirm"))
    assert Comment.objects.get(name="Ada").status == Status.UNCONFIRMED
    browser.send("yes", follow="yes")
    read_and_published("Ada")
    assert "I was there, and it was lod." in Browser(reader).open(THREAD).text

    # By her receipt she mends a letter; it is judged again.
    browser.open(receipt)
    browser.send("edit", body="I was there, and it was loud.")
    assert "it was lo" not in Browser(reader).open(THREAD).text
    read_and_published("Ada")
    thread = Browser(reader).open(THREAD)
    assert "I was there, and it was loud." in thread.text
    assert "edited" in thread.text

    # Bob's friend answers her: beside her reply, which the site keeps at one level, and by name.
    ada = Comment.objects.get(name="Ada")
    friend = Browser(reader)
    friend.open(f"{THREAD}&reply={ada.pk}")
    clock.go_on(seconds=30)
    friend.send(name="Cleo", email="cleo@example.org", body="Louder than last year?")
    work()
    friend.open(link_to(letters("cleo@example.org")[-1], "confirm"))
    friend.send("yes")
    read_and_published("Cleo")
    cleo = Comment.objects.get(name="Cleo")
    assert (cleo.parent_id, cleo.in_reply_to_id) == (bob.pk, ada.pk)
    assert "in reply to Ada" in Browser(reader).open(THREAD).text

    # A reader votes for it, in the page itself.
    voter = Browser(Reader())
    [of_ada] = [f for f in voter.open(THREAD).voices if str(ada.pk) in f.attributes["action"]]
    voter.reader.client.defaults["HTTP_USER_AGENT"] = "another browser"
    answer = submitted(voter.reader, of_ada.attributes["action"], {"do": "up"})
    assert voter.open(answer["Location"]).all("output")[1].text == "1"

    # Ada is told, and one link in the letter ends it.
    clock.go_on(minutes=10)
    round_of(clock.now)  # as beat does it
    told = letters(ADA)[-1]
    assert "Louder than last year?" in told.body
    browser.open(link_to(told, "unsubscribe"))
    assert Subscription.objects.get(state="active").box
    browser.send("s")
    assert not Subscription.objects.filter(state="active").exists()

    # And she takes her words back.
    browser.open(receipt)
    browser.send("withdraw")
    assert "it was loud" not in Browser(reader).open(THREAD).text
