"""An address' whole way: a post, a mail by a real worker, the link, the review, and a follower."""

import email
import email.policy
import re
from email.message import EmailMessage
from typing import Any
from urllib.parse import urlencode

import pytest
from django.utils import timezone

from articles.models import Article
from comments.models import Comment, Mailbox, Policy
from comments.services.mails import recipient
from comments.services.threads import policy_of
from tests.factories import a_form, a_site, an_article
from tests.running import Answer, Newsroom, until

THREAD = "/api/v1/sites/daily/comments"
FORM = "application/x-www-form-urlencoded"
ADA, BOB = "ada@example.org", "bob@example.org"


@pytest.fixture
def story(running: Newsroom) -> Article:
    story = an_article(a_site("daily"), "story-1", now=timezone.now())
    policy_of(story.site_id)
    Policy.objects.update(confirm_email="first", premoderation="unverified")
    return story


def post(running: Newsroom, story: Article, **fields: Any) -> Answer:
    form = a_form(story, timezone.now())
    said = {"article": "story-1", "form": form, "name": "Ada", "email": ADA, "body": "My word."}
    return running.post(THREAD, {**said, **fields})


def letters(running: Newsroom, to: str) -> list[EmailMessage]:
    files = sorted((running.home / "mail").glob("*.eml"))
    read = (email.message_from_bytes(f.read_bytes(), policy=email.policy.default) for f in files)
    return [one for one in read if one["To"] == to]


def link(letter: EmailMessage, page: str) -> str:
    body = letter.get_body(("plain",))
    assert body is not None
    found = re.search(rf"/{page}/\S+", body.get_content())
    assert found is not None
    return found[0]


def confirm(running: Newsroom, to: str, number: int = 0) -> Answer:
    until(lambda: len(letters(running, to)) > number, "the mail is there")
    path = link(letters(running, to)[number], "confirm")
    assert running.get(path).status == 200
    said = urlencode({"do": "yes", "revision": "1", "follow": "yes"})
    return running.request("POST", path, said.encode(), Content_Type=FORM)


def shown(running: Newsroom) -> int:
    return int(running.get(f"{THREAD}?article=story-1").json()["thread"]["count"])


def test_from_a_typed_address_to_a_reply_by_mail(running: Newsroom, story: Article) -> None:
    posted = post(running, story, subscribe="replies").json()
    assert posted["status"] == "unconfirmed"
    assert confirm(running, ADA).status == 200
    until(lambda: shown(running) == 1, "the confirmed comment is published")

    own = running.get(f"/api/v1/comments/{posted['id']}?receipt={posted['receipt']}").json()
    again = post(running, story, body="Another word.", proof=own["proof"]).json()
    assert again["status"] == "pending"
    until(lambda: shown(running) == 2, "who brings the proof is not asked again")

    # The next mail to Ada may go in ten minutes: time passes in her mailbox alone.
    time_passes_for(ADA)
    post(running, story, name="Bob", email=BOB, body="I agree.", parent=posted["id"])
    confirm(running, BOB)
    until(lambda: len(letters(running, ADA)) == 2, "Ada is told of the reply")
    assert "Bob" in str(letters(running, ADA)[1]["Subject"])

    path = re.sub(r"^<https?://[^/]+|>$", "", str(letters(running, ADA)[1]["List-Unsubscribe"]))
    one_click = b"List-Unsubscribe=One-Click"
    assert running.request("POST", path, one_click, Content_Type=FORM).status == 200
    assert Comment.objects.get(pk=posted["id"]).subscriptions.get().state == "ended"


def time_passes_for(address: str) -> None:
    box = Mailbox.objects.get(identity=recipient(address))
    box.sent = [[entry[0] - 700, *entry[1:]] for entry in box.sent]
    box.save()
