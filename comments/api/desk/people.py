"""Authors as the desk sees them: their state, with its reason and end, and notes about them."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from comments.api import outputs
from comments.api.desk import shapes
from comments.api.desk.asked import one_of
from comments.api.desk.door import DeskView
from comments.api.desk.notes import NoteInput
from comments.api.inputs import CleanField
from comments.api.requests import query, whole_number
from comments.models import Comment, Commenter, PersonEntry
from comments.reading.person import people, person
from comments.roles import May
from comments.services.addresses import addresses_of, networks_of
from comments.services.people import note, seen_of, set_state, state_now
from newsroom.kernel.api import Problem, StrictSerializer
from newsroom.kernel.fields import FieldError, clean_line

STATES = tuple(Commenter.State.values)


class Moment(serializers.DateTimeField):
    """DRF takes a number's text for a date."""

    def to_internal_value(self, value: Any) -> Any:
        if not isinstance(value, str) or len(value) > 40:
            raise serializers.ValidationError("A time such as 2027-01-31T00:00:00Z.", "invalid")
        return super().to_internal_value(value)


class StateInput(StrictSerializer):
    """``seen`` is the person's as they were shown; ``reason`` is needed for any state but new."""

    state = serializers.ChoiceField(list(STATES))
    seen = CleanField(lambda value: clean_line(value, max_length=60, required=True))
    reason = CleanField(lambda value: clean_line(value, max_length=200, required=False))
    until = Moment(required=False, allow_null=True, default=None)


class PeopleView(DeskView):
    """Who wrote last first, fifty at most; found by name and state."""

    asks = {"GET": May.DECIDE}

    @extend_schema(
        operation_id="people",
        parameters=[
            OpenApiParameter("words", str), OpenApiParameter("state", str, enum=list(STATES)),
        ],
        responses={200: shapes.People, 400: outputs.Problem},
    )  # fmt: skip
    def get(self, request: Request, site: str) -> Response:
        state = one_of(request, "state", (*STATES, ""), "")
        rows = people(self.at.site.pk, query(request, "words"), state)
        return Response({"people": [line(row) for row in rows]})


class PersonDeskView(DeskView):
    def author(self, pk: int) -> Commenter:
        row = Commenter.objects.filter(pk=pk, site=self.at.site).first() if pk < 2**63 else None
        if row is None:
            raise Problem(404, "person_unknown", "There is no such person here.")
        return row

    def shown(self, author: Commenter, before: int | None = None) -> dict[str, Any]:
        found = person(author, before, timezone.now())
        pks = [one.pk for one in found.same]
        body = {
            **line(author),
            "names": found.names,
            "same": pks,
            "comments": [comment_line(row) for row in found.comments],
            "older": found.older,
            "entries": [entry_line(row) for row in found.entries],
        }
        if self.at.may(May.CHANGE_PEOPLE):
            body |= {"addresses": addresses_of(pks), "networks": networks_of(pks)}
        return body


class PersonView(PersonDeskView):
    """One of them, with their last comments and what the desk wrote down."""

    asks = {"GET": May.DECIDE}

    @extend_schema(
        operation_id="person",
        parameters=[OpenApiParameter("before", int, description="``older`` of the page before.")],
        responses={200: shapes.Person, 404: outputs.Problem},
    )
    def get(self, request: Request, site: str, person: int) -> Response:
        before = whole_number(request, "before", 0, 1, 2**63 - 1) or None
        return Response(self.shown(self.author(person), before))


class StateView(PersonDeskView):
    """Their state from now on: 409 where a colleague changed it since it was seen."""

    asks = {"PUT": May.CHANGE_PEOPLE}

    @extend_schema(
        operation_id="person_state",
        request=StateInput,
        responses={200: shapes.Person, 409: outputs.Problem, 422: outputs.Problem},
    )
    def put(self, request: Request, site: str, person: int) -> Response:
        author = self.author(person)
        data = StateInput(data=request.data)
        data.is_valid(raise_exception=True)
        said, now = data.validated_data, timezone.now()
        try:
            done = said["seen"] == seen_of(author) and set_state(
                author, said["state"], said["reason"], said["until"], self.at.user, now
            )
        except FieldError as error:
            raise Problem(422, f"state_{error.code}", error.text) from None
        if not done:
            raise Problem(409, "conflict", "A colleague has changed it meanwhile.")
        return Response(self.shown(self.author(author.pk)))


class PersonNotesView(PersonDeskView):
    asks = {"POST": May.DECIDE}

    @extend_schema(
        operation_id="person_note",
        request=NoteInput,
        responses={201: shapes.Entry, 404: outputs.Problem, 422: outputs.Problem},
    )
    def post(self, request: Request, site: str, person: int) -> Response:
        author = self.author(person)
        data = NoteInput(data=request.data)
        data.is_valid(raise_exception=True)
        made = note(author, data.validated_data["text"], self.at.user, timezone.now())
        return Response(entry_line(made), status=201)


def line(row: Commenter) -> dict[str, Any]:
    return {
        "id": row.pk,
        "name": row.name,
        "state": state_now(row, timezone.now()),
        "until": row.state_until,
        "reason": row.state_reason,
        "seen": seen_of(row),
        "published": row.approved,
        "refused": row.refused,
        "first_seen": row.first_seen,
        "last_seen": row.last_seen,
    }


def comment_line(row: Comment) -> dict[str, Any]:
    return {
        "id": row.pk,
        "status": row.status,
        "html": row.html,
        "article": row.thread.article.title,
        "created_at": row.created_at,
    }


def entry_line(row: PersonEntry) -> dict[str, Any]:
    names = ("before", "after", "until", "text", "created")
    who = row.by.get_username() if row.by else ""
    return {"id": row.pk, "who": who, **{name: getattr(row, name) for name in names}}
