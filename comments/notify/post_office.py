"""The one way out for mail: wanted still? allowed now? then written, sent, and its end kept.

Served by person, not by mail: whatever waits for somebody shares their places, the most urgent kind
first, several of a kind in one letter. Every count is taken before anything is sent.
"""

import smtplib
import time
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.core.mail import EmailMultiAlternatives

from comments.identity import ascii_domain
from comments.models import Mail, Mailbox
from comments.notify.kinds import KINDS, Kind, counted_with
from comments.notify.letter import Letter
from comments.services import mailboxes, mails, pauses
from comments.services.message_ids import message_id
from comments.services.threads import policy_of
from newsroom.kernel import limits
from newsroom.kernel.mail_server import send_to_other_letters

PER_NETWORK = limits.Limit("mail-network", 20, 3600)
PEOPLE_A_ROUND = 100
ROUND_SECONDS = 30
MOST_AT_ONCE = 10


# After a connection that failed nobody else's mail waits out the same time-out.
AWAY = "mail-server-away"
AWAY_SECONDS = 30


class Unsendable(Exception):
    """What no mail may hold, such as a line break in a header: trying again cures nothing."""


def serve(person: str, now: datetime) -> int:
    """Sends what may go to one recipient now; returns how many letters went out."""
    letters = 0
    for _ in range(MOST_AT_ONCE):
        if cache.get(AWAY):
            break
        waiting = sorted(mails.due_for(person, now), key=_urgency)
        mail = next((found for pk, _ in waiting if (found := mails.claim(pk, now))), None)
        if mail is None:
            break
        letters += _deliver(mail, now)
    return letters


def deliver(pk: int, now: datetime) -> int:
    """Serves whoever a mail is for, if it still waits."""
    person = mails.person_of(pk)
    return serve(person, now) if person else 0


def round_of(now: datetime) -> bool:
    """One round over everybody for whom something is due; whether more wait."""
    ends = time.monotonic() + ROUND_SECONDS
    people = mails.people_due(PEOPLE_A_ROUND, now)
    for person in people:
        if cache.get(AWAY):
            return False
        if time.monotonic() > ends:
            return True
        serve(person, now)
    return len(people) == PEOPLE_A_ROUND


def _urgency(entry: tuple[int, str]) -> tuple[int, int]:
    pk, kind = entry
    return (KINDS[kind].rank if kind in KINDS else 9, -pk)


def _deliver(mail: Mail, now: datetime) -> int:
    kind = KINDS.get(mail.kind)
    if kind is None:  # written by a newer version than this one
        mails.kill([mail], "an unknown kind of mail", now)
        return 0
    if why := _unwanted(mail, kind, now):
        mails.drop([mail], why, now)
        return 0
    if not _may_go(mail, kind, now):
        return 0
    together = [mail, *_beside(mail, kind, now)]
    return int(_send(together, kind, now))


def _unwanted(mail: Mail, kind: Kind, now: datetime) -> str | None:
    if mailboxes.suppressed(mail.recipient):
        return "suppressed"
    return kind.unwanted(mail, now)


def _beside(mail: Mail, kind: Kind, now: datetime) -> list[Mail]:
    kept = []
    for other in mails.claim_beside(mail, kind.most - 1, now):
        if why := kind.unwanted(other, now):
            mails.drop([other], why, now)
        else:
            kept.append(other)
    return kept


def _may_go(mail: Mail, kind: Kind, now: datetime) -> bool:
    """Whether it may, and then it has been counted; else it has been put off."""
    for_desk = kind.group == "desk"
    pause = None if for_desk else pauses.paused_until(mail.site_id, kind.group, now)
    if pause is not None:
        mails.put_off(mail, pause)
        return False
    group = "desk" if for_desk else "reader"
    full = mailboxes.take_place(mail.recipient, mail.pk, group, kind.caps, now)
    if full is not None:
        mails.put_off_line(mail, counted_with(kind), full)
        return False
    later = None if for_desk else _shared_caps(mail, kind, now)
    if later is not None:
        mailboxes.give_back(mail.recipient, mail.pk, now)
        mails.put_off(mail, later)
    return later is None


def _shared_caps(mail: Mail, kind: Kind, now: datetime) -> datetime | None:
    """None: neither the network that caused it nor the site has had too many; else until when."""
    if mail.origin:
        wait = limits.hit(PER_NETWORK, mail.origin, now)
        if wait is not None:
            return now + timedelta(seconds=wait)
        mails.counted(mail)
    if mail.tries:  # counted at its first try
        return None
    site = limits.Limit(f"mail-{kind.group}", policy_of(mail.site_id).mails_per_hour, 3600)
    if limits.hit(site, str(mail.site_id), now) is None:
        return None
    return pauses.pause(mail.site_id, kind.group, now)


def _send(together: Sequence[Mail], kind: Kind, now: datetime) -> bool:
    first = together[0]
    try:
        _hand_over(_message(first, kind.letter(together, now)))
    except smtplib.SMTPRecipientsRefused as error:
        return _refused(together, error, now)
    # Django's BadHeaderError is a ValueError.
    except (Unsendable, smtplib.SMTPNotSupportedError, ValueError) as error:
        mails.kill(together, _said(error), now)
        return False
    except Exception as error:
        if isinstance(error, OSError) and not isinstance(error, smtplib.SMTPResponseException):
            cache.set(AWAY, True, AWAY_SECONDS)
        mails.failed(together, _said(error), now)
        return False
    mails.sent(together, now)
    return True


def _refused(together: Sequence[Mail], error: smtplib.SMTPRecipientsRefused, now: datetime) -> bool:
    code = max((answer[0] for answer in error.recipients.values()), default=450)
    if 500 <= code < 600:
        mailboxes.suppress(together[0].recipient, Mailbox.Why.HARD, now)
        mails.drop(together, "refused_by_its_server", now)
    else:
        mails.failed(together, f"the recipient's server said {code}", now)
    return False


def _said(error: Exception) -> str:
    """Without what a mail server quotes: addresses have no business in an error column."""
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{type(error).__name__} {error.smtp_code}"
    if isinstance(error, OSError | Unsendable):
        return f"{type(error).__name__}: {error}"[:200]
    return type(error).__name__


class _Message(EmailMultiAlternatives):
    """Folds no address in a header: after an empty first line some mail programs find none."""

    def message(self) -> Any:
        made = super().message()
        made.policy = made.policy.clone(max_line_length=998)
        return made


def _message(mail: Mail, letter: Letter) -> EmailMultiAlternatives:
    headers = {
        "Auto-Submitted": "auto-generated",
        "Message-ID": message_id(mail),
        "Content-Language": letter.words.language,
        **letter.headers,
    }
    if letter.stop_url:
        headers["List-Unsubscribe"] = f"<{letter.stop_url}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    to, subject = _to(mail.address), letter.subject[:200]
    for value in (to, subject, *headers.values()):
        if not value.isprintable():
            raise Unsendable("a header with a line break or a control character")
    message = _Message(
        subject=subject,
        body=letter.text(),
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[to],
        headers=headers,
    )
    message.attach_alternative(letter.html(), "text/html")
    return message


def _hand_over(message: EmailMultiAlternatives) -> None:
    to = message.to[0]
    if to.isascii() or not send_to_other_letters(message.message(), message.from_email, to):
        message.send()


def _to(address: str) -> str:
    """As typed before the @; the domain in the form that every mail server takes."""
    local, at, domain = address.rpartition("@")
    if not at:
        raise Unsendable("an address that the mail server cannot take")
    return f"{local}@{ascii_domain(domain)}"
