"""Which comments are asked for: the queue's filters, from a query or from a body."""

from typing import Any

from django.http import HttpRequest
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers

from comments.api.inputs import CleanField, WholeNumber
from comments.api.requests import query
from comments.models import Tab
from comments.reading.queue import ORDERS, Asked
from comments.reading.selection import Selection
from newsroom.kernel.api import Problem, StrictSerializer
from newsroom.kernel.fields import clean_line

TEXTS = ("section", "article", "reason", "language", "words")
FLAGS = ("link", "newcomer")
PARAMETERS = [
    OpenApiParameter("tab", str, enum=list(Tab.values), default=Tab.WAITING.value),
    OpenApiParameter("order", str, enum=list(ORDERS), default="worst"),
    *(OpenApiParameter(name, str) for name in TEXTS),
    *(OpenApiParameter(name, str, enum=["0", "1"]) for name in FLAGS),
    OpenApiParameter("cursor", str),
    OpenApiParameter("limit", int, description="1 to 100; 20 if it is not said."),
]


def asked_of_query(request: HttpRequest) -> Asked:
    said: dict[str, Any] = {name: query(request, name).strip() for name in TEXTS}
    said |= {name: one_of(request, name, ("0", "1"), "0") == "1" for name in FLAGS}
    return Asked(
        tab=one_of(request, "tab", tuple(Tab.values), Tab.WAITING.value),
        order=one_of(request, "order", tuple(ORDERS), "worst"),
        cursor=query(request, "cursor"),
        **said,
    )


def one_of(request: HttpRequest, name: str, known: tuple[str, ...], default: str) -> str:
    said = query(request, name) or default
    if said not in known:
        raise Problem(400, "invalid", f"{name} is one of {', '.join(known)}.")
    return said


def a_filter() -> CleanField:
    return CleanField(lambda value: clean_line(value, max_length=200, required=False))


class Strictly(serializers.BooleanField):
    """DRF takes ``"yes"`` and ``1`` for true."""

    def to_internal_value(self, data: Any) -> bool:
        if not isinstance(data, bool):
            raise serializers.ValidationError("true or false.", code="invalid")
        return data


class WantedInput(StrictSerializer):
    """The queue's filters count within a ``tab``; ``author``, ``domain`` and ``like`` anywhere."""

    tab = serializers.ChoiceField(list(Tab.values), required=False)
    section, article, reason = a_filter(), a_filter(), a_filter()
    language, words = a_filter(), a_filter()
    link = Strictly(required=False, default=False)
    newcomer = Strictly(required=False, default=False)
    author = WholeNumber(required=False)
    domain = a_filter()
    like = WholeNumber(required=False)


def selection(said: dict[str, Any]) -> Selection:
    tab = said.get("tab", "")
    asked = Asked(tab=tab or Tab.WAITING.value, **{name: said[name] for name in (*TEXTS, *FLAGS)})
    domain = said["domain"].lower().removeprefix("@")
    return Selection(asked, tab, said.get("author"), domain, said.get("like"))
