"""Mail in the admin: what is dead is seen and tried again, suppression and pauses are lifted."""

from typing import Any

import pytest

from articles.models import Site
from comments.models import Mail, Mailbox, MailPause, Subscription
from comments.services import follow, mailboxes, mails, pauses
from tests.api.test_admin_moderation import Desk, someone
from tests.conftest import Clock
from tests.factories import a_posted, an_article

ADMIN = "/admin/comments"
ADA = "ada@example.org"


@pytest.fixture
def desk(editor: Any) -> Desk:
    return Desk(editor)


@pytest.fixture
def dead(site: Site, clock: Clock) -> Mail:
    mails.post(mails.Wanted("me", site.pk, ADA), clock.now)
    row = Mail.objects.get()
    mails.kill([row], "SMTPServerDisconnected", clock.now)
    return row


def choose(desk: Desk, what: str, action: str, pk: int) -> Any:
    data = {"action": action, "_selected_action": [str(pk)]}
    return desk.client.post(f"{ADMIN}/{what}/", data)


def test_a_dead_mail_is_seen_with_its_reason(desk: Desk, dead: Mail) -> None:
    text = desk.open(f"{ADMIN}/mail/?state__exact=dead").text
    assert "SMTPServerDisconnected" in text


def test_it_can_be_tried_again(desk: Desk, dead: Mail) -> None:
    choose(desk, "mail", "try_again", dead.pk)
    assert Mail.objects.get().state == "waiting"


def test_a_suppressed_address_is_found_by_typing_it(desk: Desk, site: Site, clock: Clock) -> None:
    mailboxes.suppress(mails.recipient(ADA), Mailbox.Why.HARD, clock.now)
    mailboxes.suppress(mails.recipient("bob@example.org"), Mailbox.Why.COMPLAINT, clock.now)
    text = desk.open(f"{ADMIN}/mailbox/?q=Ada%40example.org").text
    assert "1 mailbox" in text


def test_its_suppression_can_be_lifted(desk: Desk, clock: Clock) -> None:
    mailboxes.suppress(mails.recipient(ADA), Mailbox.Why.HARD, clock.now)
    choose(desk, "mailbox", "lift", Mailbox.objects.get().pk)
    assert mailboxes.suppressed(mails.recipient(ADA)) == ""


def test_a_pause_can_be_ended(desk: Desk, site: Site, clock: Clock) -> None:
    pauses.pause(site.pk, "first", clock.now)
    choose(desk, "mailpause", "end", MailPause.objects.get().pk)
    assert pauses.paused_until(site.pk, "first", clock.now) is None


@pytest.mark.parametrize("what", ["mail", "mailbox", "mailpause", "subscription"])
def test_the_rows_are_looked_at_and_never_edited(
    desk: Desk, dead: Mail, site: Site, clock: Clock, what: str
) -> None:
    mailboxes.suppress(mails.recipient(ADA), Mailbox.Why.HARD, clock.now)
    pauses.pause(site.pk, "first", clock.now)
    comment = a_posted(an_article(site), clock.now, subscribe="thread")
    follow.activate(comment, clock.now)
    rows = {"mail": Mail, "mailbox": Mailbox, "mailpause": MailPause, "subscription": Subscription}
    row = rows[what]._default_manager.get()
    assert desk.open(f"{ADMIN}/{what}/{row.pk}/change/")
    assert (
        desk.client.post(f"{ADMIN}/{what}/{row.pk}/change/", {"state": "sent"}).status_code == 403
    )


def test_who_may_only_look_changes_nothing(dead: Mail) -> None:
    desk = someone("intern", "comments.view_mail")
    choose(desk, "mail", "try_again", dead.pk)
    assert Mail.objects.get().state == "dead"
