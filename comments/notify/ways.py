"""Addresses of the pages that mails lead to, and the signed way out of each kind of mail."""

from django.conf import settings

from comments.services import keys
from comments.signed import seal, unseal

WAY_OUT = "u1"


def link(what: str, token: str) -> str:
    return f"{settings.PUBLIC_URL}/{what}/{token}"


def way_out(word: str) -> str:
    """``s5`` ends subscription 5, ``a5`` all that its address has at its site, ``m5`` any mail to
    the address that mail 5 went to."""
    return link("unsubscribe", seal(WAY_OUT, word, keys.purpose_key("unsubscribe")))


def way_out_of(token: str) -> str | None:
    return unseal(token, WAY_OUT, keys.purpose_keys("unsubscribe"))
