"""bounce: what became of mails that were sent, kept against their address."""

from collections.abc import Iterable
from datetime import datetime

from comments.bounces import Kind, Said
from comments.models import Mailbox
from comments.services import follow, mailboxes, mails
from comments.services.message_ids import mail_of


def bounce(reports: Iterable[Said], now: datetime) -> int:
    """Returns how many were about an address that mail was sent to."""
    return sum(_take(said, now) for said in reports)


def _take(said: Said, now: datetime) -> bool:
    person = _person(said)
    if person is None:
        return False
    if said.kind is Kind.HARD:
        mailboxes.suppress(person, Mailbox.Why.HARD, now)
    elif said.kind is Kind.SOFT:
        mailboxes.bounced_softly(person, now)
    elif said.kind is Kind.DELIVERED:
        mailboxes.took_mail(person)
    else:
        complained = said.kind is Kind.COMPLAINT
        why = Mailbox.Why.COMPLAINT if complained else Mailbox.Why.OWNER
        mailboxes.suppress(person, why, now)
        follow.end_of_person(person, "complaint" if complained else "provider", now)
    return True


def _person(said: Said) -> str | None:
    if said.message_id:
        mail = mail_of(said.message_id)
        return mail.recipient if mail else None
    return mails.recipient(said.recipient) if "@" in said.recipient else None
