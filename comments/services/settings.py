"""settings: a site's policy by name, as a command or an API may set it. Every change is checked
first and written down."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from comments.models import Policy
from comments.presets import PRESETS, Preset
from comments.services.policies import save_policy
from newsroom.kernel.fields import FieldError

HIDDEN = {"id", "site", "version"}


def settable() -> dict[str, models.Field[Any, Any]]:
    return {f.name: f for f in Policy._meta.concrete_fields if f.name not in HIDDEN}


def shown(policy: Policy) -> dict[str, Any]:
    return {name: getattr(policy, name) for name in settable()}


def change(policy: Policy, wanted: Mapping[str, str]) -> dict[str, tuple[Any, Any]]:
    """Sets what ``wanted`` names, from text; returns before and after of what changed.
    Raises FieldError, with nothing changed, for a name or value that cannot be."""
    fields = settable()
    before = shown(policy)
    for name, text in wanted.items():
        if name not in fields:
            raise FieldError("unknown_field", f"There is no setting {name[:60]!r}.")
        setattr(policy, name, value_of(fields[name], name, text))
    changed = {
        name: (before[name], value)
        for name, value in shown(policy).items()
        if value != before[name]
    }
    if changed:
        save_policy(policy)
    return changed


def preset_named(name: str) -> Preset:
    if name not in PRESETS:
        raise FieldError("invalid", f"The presets are {', '.join(PRESETS)}.")
    return PRESETS[name]


def as_text(preset: Preset) -> dict[str, str]:
    return {name: str(value) for name, value in preset.settings.items()}


def value_of(field: models.Field[Any, Any], name: str, text: str) -> Any:
    if isinstance(field, models.JSONField):
        return [part.strip() for part in text.split(",") if part.strip()]
    if isinstance(field, models.BooleanField):
        return _switch(name, text)
    try:
        return field.clean(text, None)
    except ValidationError as error:
        raise FieldError("invalid", f"{name}: {' '.join(error.messages)}") from None


def _switch(name: str, text: str) -> bool:
    if text.lower() in ("on", "true", "yes", "1"):
        return True
    if text.lower() in ("off", "false", "no", "0"):
        return False
    raise FieldError("invalid", f"{name}: write on or off.")
