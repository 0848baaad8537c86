"""Registering an article: what the publisher's system says becomes a row, whole or not at all."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.dateparse import parse_datetime

from articles.canonical_url import canonical, host_of
from articles.models import Article, Section, Site, Status, Tag
from articles.services.announce import announce
from articles.services.urls import digest_of
from newsroom.kernel.fields import FieldError, clean_line, clean_text, clean_url

KNOWN = {
    "id", "url", "title", "summary", "body", "section", "tags", "authors", "language", "image",
    "published_at", "updated_at", "status",
}  # fmt: skip
MAX_BODY = 1_000_000
MAX_NAMES = 50


class Refused(Exception):
    """What was wrong, by field: ``{"title": FieldError}``. Nothing was stored."""

    def __init__(self, fields: dict[str, FieldError]) -> None:
        self.fields = fields
        super().__init__("; ".join(f"{name}: {error.text}" for name, error in fields.items()))


@dataclass(frozen=True)
class Registered:
    article: Article
    created: bool
    changed: bool


def register(
    site: Site, external_id: str, data: Mapping[str, Any], now: datetime, *, partial: bool = False
) -> Registered:
    """Creates or replaces (``partial``: changes) one article. Idempotent: the same data again
    changes nothing and promises nothing. Raises Refused."""
    with transaction.atomic():
        row = Article.objects.filter(site=site, external_id=external_id).first()
        if partial and row is None:
            raise Article.DoesNotExist
        values, links = cleaned(site, external_id, data, now, row if partial else None)
        try:
            return _write(site, row, values, links, now)
        except IntegrityError:
            taken = FieldError("duplicate", "Another article of this site has this URL.")
            raise Refused({"url": taken}) from None


def _write(
    site: Site, row: Article | None, values: dict[str, Any], links: dict[str, Any], now: datetime
) -> Registered:
    before = _state(row) if row else None
    was_public = row.is_public(now) if row else False
    if row is None:
        row = Article(site=site, created=now)
    for name, value in values.items():
        setattr(row, name, value)
    if "section" in links:
        row.section = section_named(site, links["section"])
    row.public_at = row.place()
    changed = before is None or _state(row) != before
    if changed or row.pk is None:
        row.changed = now
        with transaction.atomic():
            row.save()
    if "tags" in links:
        changed |= _set_tags(site, row, links["tags"])
    if changed:
        announce(row, was_public=was_public, now=now)
    return Registered(row, created=before is None, changed=changed)


def _state(row: Article) -> dict[str, Any]:
    skipped = {"created", "changed", "id"}
    return {
        f.attname: getattr(row, f.attname)
        for f in row._meta.concrete_fields
        if f.name not in skipped
    }


def _set_tags(site: Site, row: Article, names: list[str]) -> bool:
    wanted = {slug(name): name for name in names}
    before = set(row.tags.values_list("slug", flat=True))
    if before == set(wanted):
        return False
    missing = set(wanted) - set(
        Tag.objects.filter(site=site, slug__in=wanted).values_list("slug", flat=True)
    )
    Tag.objects.bulk_create(
        [Tag(site=site, slug=s, name=wanted[s]) for s in sorted(missing)], ignore_conflicts=True
    )
    row.tags.set(Tag.objects.filter(site=site, slug__in=wanted))
    return True


def section_named(site: Site, path: list[str]) -> Section | None:
    """The section at the end of ``path``, made with its parents where it is new."""
    parent: Section | None = None
    trail: list[str] = []
    for name in path:
        trail.append(slug(name))
        parent, _ = Section.objects.get_or_create(
            site=site, slug="/".join(trail), defaults={"name": name, "parent": parent}
        )
    return parent


def slug(name: str) -> str:
    """A name for addresses in any script: letters and digits stay, the rest becomes one hyphen."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    return re.sub(r"[^\w]+", "-", folded).strip("-")[:190] or "x"


def cleaned(
    site: Site, external_id: str, data: Mapping[str, Any], now: datetime, row: Article | None
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Checked column values and links. ``row`` given: only what ``data`` names is looked at."""
    errors: dict[str, FieldError] = {}
    values: dict[str, Any] = {}
    links: dict[str, Any] = {}

    def take(name: str, into: dict[str, Any], clean: Any, target: str = "") -> None:
        if row is not None and name not in data:
            return
        try:
            into[target or name] = clean(data.get(name))
        except FieldError as error:
            errors[name] = error

    for name in sorted(set(data) - KNOWN)[:10]:
        errors[str(name)[:60]] = FieldError("unknown_field", "No such field.")
    if str(data.get("id", external_id)) != external_id:
        errors["id"] = FieldError("invalid", "The id in the body is not the id in the address.")
    take("url", values, lambda value: _clean_article_url(site, value))
    take("title", values, lambda value: clean_line(value, max_length=300, required=True))
    take("summary", values, lambda value: clean_text(value, max_length=5000, required=False))
    take("body", values, lambda value: clean_text(value, max_length=MAX_BODY, required=False))
    take("language", values, lambda value: _clean_language(value or site.language))
    take("authors", values, lambda value: _clean_names(value))
    take("status", values, lambda value: _clean_status(value or Status.PUBLISHED))
    take("published_at", values, clean_time)
    take("updated_at", values, clean_time)
    take("section", links, _clean_path)
    take("tags", links, lambda value: _clean_names(value))
    if row is None or "image" in data:
        _take_image(data.get("image"), values, errors)
    values["external_id"] = _collect(
        "id", errors, lambda: clean_line(external_id, max_length=200, required=True)
    )
    if "url" in values:
        values["url_digest"] = digest_of(canonical(values["url"]))
    _need_time(values, row, errors, now)
    if errors:
        raise Refused(errors)
    return values, links


def _collect(name: str, errors: dict[str, FieldError], clean: Any) -> Any:
    try:
        return clean()
    except FieldError as error:
        errors[name] = error
        return None


def _need_time(
    values: dict[str, Any], row: Article | None, errors: dict[str, FieldError], now: datetime
) -> None:
    """A public article has a time; one published without a time is published now."""
    status = values.get("status", row.status if row else None)
    time = values.get("published_at", row.published_at if row else None)
    if status == Status.PUBLISHED and time is None:
        values["published_at"] = now
    elif status == Status.SCHEDULED and time is None and "published_at" not in errors:
        errors["published_at"] = FieldError("required", "A scheduled article needs its time.")


def _clean_article_url(site: Site, value: object) -> str:
    url = clean_url(value, max_length=2000, required=True)
    try:
        host = host_of(canonical(url))
    except ValueError as error:
        raise FieldError("invalid", str(error)) from None
    if host not in site.domains:
        raise FieldError("invalid", f"The host {host!r} does not belong to this site.")
    return url


def _clean_language(value: object) -> str:
    text = clean_line(value, max_length=35, required=True)
    if not re.fullmatch(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*", text):
        raise FieldError("invalid", "A language is a tag such as en, pt-BR or zh-Hant.")
    return text.replace("_", "-")


def _clean_status(value: object) -> str:
    if value not in Status.values:
        raise FieldError("invalid", f"The status is one of {', '.join(Status.values)}.")
    return str(value)


def _clean_names(value: object) -> list[str]:
    if value is None:
        return []
    if not isinstance(value, list) or len(value) > MAX_NAMES:
        raise FieldError("invalid", f"A list of at most {MAX_NAMES} names.")
    names = [clean_line(name, max_length=190, required=True) for name in value]
    return list(dict.fromkeys(names))


def _clean_path(value: object) -> list[str]:
    text = clean_line(value or "", max_length=190, required=False)
    return [part.strip() for part in text.split("/") if part.strip()]


def clean_time(value: object) -> datetime | None:
    """ISO 8601 with a zone; without one it is read as UTC."""
    if value is None or value == "":
        return None
    if isinstance(value, datetime):
        moment: datetime | None = value
    else:
        if not isinstance(value, str) or len(value) > 40:
            raise FieldError("invalid", "A time is written like 2026-05-01T09:30:00Z.")
        try:
            moment = parse_datetime(value)
        except ValueError:
            moment = None
    if moment is None:
        raise FieldError("invalid", "A time is written like 2026-05-01T09:30:00Z.")
    try:
        moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except OverflowError:
        raise FieldError("invalid", "This time is out of range.") from None
    if not 1800 <= moment.year <= 2200:
        raise FieldError("invalid", "This time is out of range.")
    return moment


def _take_image(value: object, values: dict[str, Any], errors: dict[str, FieldError]) -> None:
    image = {} if value is None else value
    if not isinstance(image, Mapping):
        errors["image"] = FieldError(
            "invalid", "An image is {url, caption, credit, width, height}."
        )
        return
    try:
        values.update(_clean_image(image))
    except FieldError as error:
        errors["image"] = error


def _clean_image(image: Mapping[str, Any]) -> dict[str, Any]:
    unknown = set(image) - {"url", "caption", "credit", "width", "height"}
    if unknown:
        raise FieldError("unknown_field", f"An image has no {sorted(map(str, unknown))[0][:60]!r}.")
    return {
        "image_url": clean_url(image.get("url"), max_length=2000, required=False),
        "image_caption": clean_text(image.get("caption"), max_length=2000, required=False),
        "image_credit": clean_line(image.get("credit"), max_length=300, required=False),
        "image_width": _clean_pixels(image.get("width")),
        "image_height": _clean_pixels(image.get("height")),
    }


def _clean_pixels(value: object) -> int | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not 0 < value <= 100_000:
        raise FieldError("invalid", "Width and height are whole numbers of pixels.")
    return value
