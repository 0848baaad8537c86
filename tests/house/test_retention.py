"""Nothing about people is stored that the table of ``comments.retention`` does not name."""

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import models

from comments.retention import ABOUT_NOBODY, DEFAULTS, HARMLESS, RETENTION, as_markdown
from comments.services.sweep import SWEEPS
from tests.house.sources import ROOT

TEXTS = (
    models.CharField,
    models.TextField,
    models.JSONField,
    models.BinaryField,
    models.GenericIPAddressField,
    models.FileField,
)


def telling_fields() -> set[str]:
    """Of all models what can hold words of its own, or names an account."""
    return {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.concrete_fields
        if (isinstance(field, TEXTS) and not field.choices)
        or field.related_model is get_user_model()
    }


def listed() -> list[str]:
    return [name for kept in RETENTION for name in kept.fields]


def test_every_field_that_may_say_something_of_a_person_is_in_the_table() -> None:
    known = {*listed(), *HARMLESS}
    unknown = {
        name for name in telling_fields() - known if name.rpartition(".")[0] not in ABOUT_NOBODY
    }
    assert unknown == set(), (
        "say in comments/retention.py why it is kept, for how long: or that it says nothing"
    )


def test_the_table_names_no_field_that_is_gone() -> None:
    assert {*listed(), *HARMLESS} - telling_fields() == set()
    labels = {model._meta.label for model in apps.get_models(include_auto_created=True)}
    assert set(ABOUT_NOBODY) - labels == set()


def test_no_field_stands_in_two_places() -> None:
    names = [*listed(), *HARMLESS]
    assert len(names) == len(set(names))
    assert not {name.rpartition(".")[0] for name in names} & set(ABOUT_NOBODY)


def test_what_ends_by_time_is_swept_and_what_is_swept_is_in_the_table() -> None:
    assert {kept.sweep for kept in RETENTION if kept.sweep} == set(SWEEPS)


def test_a_site_may_keep_addresses_shorter_and_no_longer() -> None:
    from comments.services.policies import CHECKS

    for name in DEFAULTS:
        assert CHECKS[name](DEFAULTS[name]) == DEFAULTS[name]


def test_the_docs_hold_the_table_as_it_is() -> None:
    text = (ROOT / "docs" / "privacy.md").read_text(encoding="utf-8")
    assert as_markdown() in text, "print(comments.retention.as_markdown()) is what it should hold"
