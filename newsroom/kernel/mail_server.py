"""What the mail server can do beyond the ordinary: addresses with letters beyond ASCII before the @
(SMTPUTF8, RFC 6531). For workers: it asks over the network."""

import email.policy
import io
import smtplib
from email.generator import BytesGenerator
from email.message import Message
from email.utils import parseaddr
from typing import Any

from django.core.cache import cache
from django.core.mail import get_connection
from django.core.mail.backends.smtp import EmailBackend

KNOWN, KEPT, KEPT_WHERE_AWAY = "mail-server-smtputf8", 3600, 60


def takes_other_letters() -> bool:
    """Asked once an hour. A server that does not answer takes none, for a minute."""
    known = cache.get(KNOWN)
    if known is None:
        known, kept = _asked()
        cache.set(KNOWN, known, kept)
    return bool(known)


def send_to_other_letters(made: Message, sender: str, to: str) -> bool:
    """False where mails do not leave by SMTP. Django would write such an address in a form that
    no server knows. Raises SMTPNotSupportedError where the server does not offer it."""
    connection = get_connection()
    if not isinstance(connection, EmailBackend):
        return False
    connection.open()
    try:
        server = connection.connection
        assert server is not None
        options = ["SMTPUTF8", "BODY=8BITMIME"]
        server.sendmail(parseaddr(sender)[1], [to], as_bytes(made, to), mail_options=options)
    finally:
        connection.close()
    return True


def as_bytes(made: Message, to: str) -> bytes:
    """The message, with the address as it is in its header."""
    del made["To"]
    Message.__setitem__(made, "To", to)
    out = io.BytesIO()
    policy = email.policy.SMTPUTF8.clone(max_line_length=998)
    generator: Any = BytesGenerator(out, mangle_from_=False, policy=policy)
    generator.flatten(made)
    return out.getvalue()


def _asked() -> tuple[bool, int]:
    connection = get_connection()
    if not isinstance(connection, EmailBackend):
        return True, KEPT  # mails are put into files, or kept: any letter is fine there
    try:
        connection.open()
        server = connection.connection
        assert server is not None
        server.ehlo_or_helo_if_needed()
        return server.has_extn("smtputf8"), KEPT
    except (OSError, smtplib.SMTPException):
        return False, KEPT_WHERE_AWAY
    finally:
        connection.close()
