"""Who is told what readers say of an article: its author, where the site knows an address; else
those named for all; else the site's editors."""

import re

from django.contrib.auth import get_user_model

from comments.identity import AddressError, clean_email
from comments.models import Comment, Membership
from comments.roles import Role
from comments.services.threads import policy_of
from newsroom.kernel.fields import FieldError, clean_line

MOST = 200
_NAMED = re.compile(r"(?P<name>[^<>]*)<(?P<address>[^<>]*)>")


def correction_mails(value: object) -> list[str]:
    """``address`` or ``Author's Name <address>``, as they are kept. Raises FieldError."""
    value = [] if value is None else value
    wrong = FieldError("invalid", f"A list of at most {MOST} of: address, Name <address>.")
    if not isinstance(value, list) or len(value) > MOST:
        raise wrong
    if not all(isinstance(one, str) for one in value):
        raise wrong
    return [_kept(one) for one in value]


def told_of(comment: Comment) -> list[str]:
    """Addresses, each once."""
    article = comment.thread.article
    known = [_parted(one) for one in policy_of(article.site_id).correction_mails]
    writers = {str(name).casefold() for name in article.authors}
    named = [address for name, address in known if name.casefold() in writers and name]
    found = named or [address for name, address in known if not name]
    return list(dict.fromkeys(found or _editors(article.site_id)))


def _editors(site_pk: int) -> list[str]:
    held = Membership.objects.filter(site=site_pk, role=Role.EDITOR.value)
    users = get_user_model().objects.filter(pk__in=held.values("user"), is_active=True)
    return list(users.exclude(email="").order_by("pk").values_list("email", flat=True))


def _kept(typed: str) -> str:
    name, address = _parted(typed)
    try:
        address = clean_email(address, smtputf8=False)
    except AddressError as error:
        raise FieldError("invalid", error.text) from None
    name = clean_line(name, max_length=120, required=False)
    return f"{name} <{address}>" if name else address


def _parted(typed: str) -> tuple[str, str]:
    """(name or '', address)."""
    found = _NAMED.fullmatch(typed.strip())
    return (found["name"].strip(), found["address"].strip()) if found else ("", typed.strip())
