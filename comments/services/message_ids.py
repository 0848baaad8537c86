"""Names of sent mails: the same at every try, and proof that a report is about one of ours."""

import hmac
import re
from urllib.parse import urlsplit

from django.conf import settings

from comments.models import Mail
from comments.services import keys

_OURS = re.compile(r"<?newsroom\.([0-9]{1,18})\.([0-9a-f]{16})@")


def message_id(mail: Mail) -> str:
    host = urlsplit(settings.PUBLIC_URL).hostname or "localhost"
    return f"<newsroom.{mail.pk}.{_mark(mail.pk, mail.recipient)}@{host}>"


def mail_of(name: str) -> Mail | None:
    """The mail that was sent under this name; None where the name is not ours."""
    match = _OURS.match(name.strip())
    if not match:
        return None
    mail = Mail.objects.filter(pk=int(match[1])).first()
    if mail is None or not hmac.compare_digest(match[2], _mark(mail.pk, mail.recipient)):
        return None
    return mail


def _mark(pk: int, recipient: str) -> str:
    key = keys.purpose_key("message-id")
    return hmac.digest(key, f"{pk} {recipient}".encode(), "sha256").hex()[:16]
