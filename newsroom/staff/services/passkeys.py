"""passkeys: a browser's or phone's own key, bound to this place's name (WebAuthn). It asks for a
finger, a face or a PIN itself, so that it stands for password and second factor at once."""

import hashlib
import hmac
import ipaddress
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from fido2.server import Fido2Server
from fido2.utils import websafe_encode
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialDescriptor,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialType,
    PublicKeyCredentialUserEntity,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from comments.services import keys
from newsroom.kernel.fields import clean_line
from newsroom.staff.models import Passkey

MOST = 20
REQUIRED = UserVerificationRequirement.REQUIRED


class NotAccepted(Exception):
    """The answer of the browser is not one that we asked for; the reason is for the log."""


def possible() -> bool:
    """Browsers bind passkeys to a name: a place that is reached by a number has none."""
    host = urlsplit(settings.PUBLIC_URL).hostname or ""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return bool(host)
    return False


def asked_to_make(user: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """(what the browser is asked, what its answer is checked by)."""
    handle = hmac.digest(keys.purpose_key("staff-passkey"), str(user.pk).encode(), hashlib.sha256)
    name = user.get_username()
    who = PublicKeyCredentialUserEntity(id=handle, name=name, display_name=name)
    known = [
        PublicKeyCredentialDescriptor(
            type=PublicKeyCredentialType.PUBLIC_KEY, id=_data(row).credential_id
        )
        for row in Passkey.objects.filter(user=user)
    ]
    options, state = _server().register_begin(
        who,
        known,
        resident_key_requirement=ResidentKeyRequirement.REQUIRED,
        user_verification=REQUIRED,
    )
    return dict(options.public_key), state


def add(user: Any, state: Any, answer: Any, name: object, now: datetime) -> Passkey:
    """Raises NotAccepted, or FieldError for the name."""
    called = clean_line(name, max_length=60, required=False) or "Passkey"
    if Passkey.objects.filter(user=user).count() >= MOST:
        raise NotAccepted("too_many")
    try:
        made = _server().register_complete(state, answer)
    except Exception as error:  # the library has many, and none says more than that it is wrong
        raise NotAccepted(type(error).__name__) from None
    data = made.credential_data
    assert data is not None
    row, new = Passkey.objects.get_or_create(
        handle=websafe_encode(data.credential_id),
        defaults={
            "user": user,
            "credential": bytes(data),
            "counter": made.counter,
            "name": called,
            "created": now,
        },
    )
    if not new:
        raise NotAccepted("known_already")
    return row


def asked_to_prove() -> tuple[dict[str, Any], dict[str, Any]]:
    """For whomever the browser has a passkey of."""
    options, state = _server().authenticate_begin(None, user_verification=REQUIRED)
    return dict(options.public_key), state


def proven(state: Any, answer: Mapping[str, Any], now: datetime) -> Any:
    """The account whose passkey signed this very challenge. Raises NotAccepted."""
    row = _named(answer)
    try:
        _server().authenticate_complete(state, [_data(row)], answer)
        counter = AuthenticationResponse.from_dict(answer).response.authenticator_data.counter
    except Exception as error:
        raise NotAccepted(type(error).__name__) from None
    # Two keys that count apart are one that was copied. Most count nothing.
    rows = Passkey.objects.filter(pk=row.pk)
    rows = rows.filter(counter__lt=counter) if counter else rows.filter(counter=0)
    if not rows.update(counter=counter, used=now):
        raise NotAccepted("copied")
    if not row.user.is_active:
        raise NotAccepted("account_closed")
    return row.user


def take_away(user: Any, pk: int) -> None:
    Passkey.objects.filter(user=user, pk=pk).delete()


def _named(answer: Any) -> Passkey:
    handle = answer.get("id") if isinstance(answer, Mapping) else None
    if not isinstance(handle, str) or len(handle) > 1400 or "\0" in handle:
        raise NotAccepted("malformed")
    row = Passkey.objects.select_related("user").filter(handle=handle).first()
    if row is None:
        raise NotAccepted("unknown")
    return row


def _data(row: Passkey) -> AttestedCredentialData:
    return AttestedCredentialData(bytes(row.credential))


def _server() -> Fido2Server:
    place = urlsplit(settings.PUBLIC_URL)
    origin = f"{place.scheme}://{place.netloc}"
    entity = PublicKeyCredentialRpEntity(name="Newsroom", id=place.hostname or "")
    return Fido2Server(entity, verify_origin=lambda one: str(one) == origin)
