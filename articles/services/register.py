"""Registering an article: what the publisher's system says becomes a row, whole or not at all."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Literal

import orjson
from django.db import transaction
from django.utils.dateparse import parse_datetime

from articles.models import Article, Origin, Section, Site, Status
from articles.services.refused import Refused
from articles.services.shelf import RANK, Checked, Registered, Shelf
from articles.services.urls import address_of, digest_of, own_address
from articles.services.vocabulary import Vocabulary, slugs_of
from newsroom.kernel.fields import FieldError, clean_line, clean_text, clean_url

Told = Literal["created", "changed", "unchanged"]
KNOWN = {
    "id", "url", "title", "summary", "body", "section", "tags", "authors", "language", "image",
    "published_at", "updated_at", "status",
}  # fmt: skip
MAX_BODY = 1_000_000
MAX_NAMES = 50
MAX_SLUG = 200  # one sign of a name may be many of its slug


def register(
    site: Site,
    external_id: str,
    data: Mapping[str, Any],
    now: datetime,
    *,
    partial: bool = False,
    origin: Origin = Origin.PUSH,
) -> Registered:
    """Creates or replaces (``partial``: changes) one article. Idempotent: the same data again
    changes nothing and promises nothing. Raises Refused."""
    with transaction.atomic():
        shelf = Shelf(site, now, origin)
        shelf.load([external_id])
        row = shelf.row(external_id)
        if partial and row is None:
            raise Article.DoesNotExist
        item = checked(site, external_id, data, row if partial else None)
        shelf.load_addresses([item])
        done = shelf.put(item)
        shelf.close()
        return done


def register_many(
    site: Site,
    items: Sequence[tuple[str, Mapping[str, Any]]],
    now: datetime,
    *,
    origin: Origin = Origin.PUSH,
) -> list[Told | Refused]:
    """As ``register`` for each (id, data), in one transaction; what became of each, in order.
    A refused one leaves the others be. What was told before, word for word, costs no more than
    the look at its digest."""
    told = [told_digest(site, *item) for item in items]
    with transaction.atomic():
        before = _told_before(site, [external_id for external_id, _ in items], origin)
        looked = [
            None if words and before.get(item[0]) == words else _looked_at(site, *item)
            for item, words in zip(items, told, strict=True)
        ]
        shelf = Shelf(site, now, origin)
        shelf.expect([item for item in looked if isinstance(item, Checked)])
        outcomes = [
            _outcome(shelf, before, item, look) for item, look in zip(items, looked, strict=True)
        ]
        shelf.close()
        return outcomes


def _told_before(site: Site, ids: list[str], origin: Origin) -> dict[str, str]:
    """The digests by id, of articles that ``origin`` would not raise in rank."""
    as_high = [each for each in Origin if RANK[each] >= RANK[origin]]
    rows = Article.objects.filter(site=site, external_id__in=ids, origin__in=as_high)
    return dict(rows.exclude(told_digest="").values_list("external_id", "told_digest"))


def _looked_at(site: Site, external_id: str, data: Mapping[str, Any]) -> Checked | Refused:
    try:
        return checked(site, external_id, data, None)
    except Refused as refused:
        return refused


def _outcome(
    shelf: Shelf,
    before: dict[str, str],
    item: tuple[str, Mapping[str, Any]],
    look: Checked | Refused | None,
) -> Told | Refused:
    if look is None and item[0] in before:
        return "unchanged"
    before.pop(item[0], None)  # whatever is told of it later in this batch is told anew
    look = look or _looked_at(shelf.site, *item)
    if isinstance(look, Refused):
        return look
    try:
        done = shelf.put(look)
    except Refused as refused:
        return refused
    return "created" if done.created else "changed" if done.changed else "unchanged"


def checked(site: Site, external_id: str, data: Mapping[str, Any], row: Article | None) -> Checked:
    """``data`` with nothing left to complain of; ``row``: what it says is to change this one.
    Raises Refused."""
    values, links = cleaned(site, external_id, data, row)
    told = "" if row is not None else told_digest(site, external_id, data)
    return Checked(values.pop("external_id"), values, links, told)


def told_digest(site: Site, external_id: str, data: Mapping[str, Any]) -> str:
    """The same words about the same article have the same digest; '' where they cannot be
    compared. The site's language is in it since it stands in for one that is not told."""
    try:
        words = orjson.dumps([external_id, site.language, dict(data)], option=orjson.OPT_SORT_KEYS)
    except TypeError:  # a number or an object that JSON has no spelling for
        return ""
    return hashlib.blake2b(words, digest_size=16).hexdigest()


def section_named(site: Site, path: list[str]) -> Section | None:
    """The section at the end of ``path``, made with its parents where it is new."""
    return Vocabulary(site).section(path)


def cleaned(
    site: Site, external_id: str, data: Mapping[str, Any], row: Article | None
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
    take("language", values, lambda value: _clean_language(_given(value, site.language)))
    take("authors", values, lambda value: _clean_names(value))
    take("status", values, lambda value: _clean_status(_given(value, Status.PUBLISHED)))
    take("published_at", values, clean_time)
    take("updated_at", values, clean_time)
    take("section", links, _clean_path)
    take("tags", links, lambda value: _clean_names(value))
    if row is None or "image" in data:
        _take_image(data.get("image"), values, errors)
    values["external_id"] = _collect(
        "id", errors, lambda: clean_line(external_id, max_length=200, required=True)
    )
    if len("".join(slugs_of(links.get("section", []))[-1:])) > MAX_SLUG:
        errors["section"] = FieldError("too_long", "The names of this section are too long.")
    if "url" in values:
        values["url_digest"] = digest_of(address_of(site, values["url"]))
    if row is not None and row.is_stub():
        values.setdefault("status", Status.PUBLISHED.value)
    _need_time(values, row, errors)
    if errors:
        raise Refused(errors)
    return values, links


def _collect(name: str, errors: dict[str, FieldError], clean: Any) -> Any:
    try:
        return clean()
    except FieldError as error:
        errors[name] = error
        return None


def _need_time(values: dict[str, Any], row: Article | None, errors: dict[str, FieldError]) -> None:
    """One published without a time is published now, when it is first; one to come must say."""
    status = values.get("status", row.status if row else None)
    time = values.get("published_at", row.published_at if row else None)
    if status == Status.SCHEDULED and time is None and "published_at" not in errors:
        errors["published_at"] = FieldError("required", "A scheduled article needs its time.")


def _given(value: object, otherwise: str) -> object:
    """Only what was left out or left empty has a default: False and [] are mistakes to be told."""
    return otherwise if value is None or value == "" else value


def _clean_article_url(site: Site, value: object) -> str:
    url = clean_url(value, max_length=2000, required=True)
    own_address(site, url)
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
    text = clean_line(value, max_length=190, required=False)
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
