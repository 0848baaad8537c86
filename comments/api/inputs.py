"""The shapes that come in. Each text field goes through the kernel's validators, raw."""

from collections.abc import Callable
from typing import Any

from rest_framework import serializers

from comments.identity import AddressError, clean_email
from comments.models import Subscription
from comments.services.mention import MOST
from newsroom.kernel.api import StrictSerializer
from newsroom.kernel.fields import FieldError, clean_line, clean_text, clean_url


class CleanField(serializers.CharField):
    """A string as sent, checked by ``clean``; DRF's own trimming would hide CR, LF and NUL."""

    def __init__(self, clean: Callable[[object], str], **kwargs: Any) -> None:
        self.clean = clean
        kwargs.setdefault("default", "")
        super().__init__(trim_whitespace=False, allow_blank=True, required=False, **kwargs)
        self.validators = []

    def run_validation(self, data: Any = serializers.empty) -> str:
        if data is serializers.empty or data is None:
            data = ""
        try:
            return self.clean(data)
        except (FieldError, AddressError) as error:
            code = f"{self.field_name}_{error.code}"
            raise serializers.ValidationError(error.text, code=code) from None


def clean_trap(value: object) -> str:
    """Any text at all: a refusal would tell a script what it fell into."""
    if not isinstance(value, str):
        raise FieldError("invalid", "This must be text.")
    return value


def clean_follow(value: object) -> str:
    if value in ("", "none"):
        return "none"
    if value not in Subscription.Kind.values:
        raise FieldError("invalid", "One of none, replies, thread.")
    return str(value)


class Mentions(serializers.ListField):
    """The comments whose authors the words may name as ``@name``."""

    def __init__(self) -> None:
        super().__init__(child=WholeNumber(), required=False, max_length=MOST)


class WholeNumber(serializers.IntegerField):
    """DRF takes ``true`` and ``"1"`` for numbers."""

    def __init__(self, *, required: bool = True) -> None:
        super().__init__(min_value=1, max_value=2**62, required=required)

    def to_internal_value(self, data: Any) -> int:
        if isinstance(data, bool) or not isinstance(data, int):
            raise serializers.ValidationError("A comment's number.", code="invalid")
        return int(super().to_internal_value(data))


class PostInput(StrictSerializer):
    """One comment as a form sends it. ``hp`` is the trap: people never see it. ``proof`` is what
    the author's browser got when the address was confirmed; one that proves nothing is ignored."""

    article = CleanField(lambda value: clean_line(value, max_length=200, required=False))
    url = CleanField(lambda value: clean_line(value, max_length=2000, required=False))
    parent = serializers.IntegerField(  # type: ignore[assignment]
        required=False, allow_null=True, min_value=1, max_value=2**62
    )
    name = CleanField(lambda value: clean_line(value, max_length=245, required=False))
    email = CleanField(lambda value: clean_email(value) if value != "" else "")
    website = CleanField(lambda value: clean_url(value, max_length=200, required=False))
    body = CleanField(lambda value: clean_text(value, max_length=60_000, required=False))
    form = CleanField(lambda value: clean_line(value, max_length=600, required=False))
    hp = CleanField(lambda value: clean_trap(value))
    subscribe = CleanField(clean_follow)
    mentions = Mentions()
    proof = CleanField(lambda value: clean_line(value, max_length=200, required=False))

    def validate_parent(self, value: Any) -> Any:
        if isinstance(self.initial_data.get("parent"), bool):
            raise serializers.ValidationError("The parent is a comment's number.", code="invalid")
        return value


class EditInput(StrictSerializer):
    mentions = Mentions()
    body = CleanField(lambda value: clean_text(value, max_length=60_000, required=False))
