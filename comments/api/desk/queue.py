"""The queue as the panel shows it, and one card with all that was decided."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from comments.api import outputs
from comments.api.desk import shapes
from comments.api.desk.asked import PARAMETERS, asked_of_query
from comments.api.desk.card_shape import card_as_json, named_decision
from comments.api.desk.door import DeskView
from comments.api.requests import whole_number
from comments.reading.cards import cards, cards_of
from comments.reading.explained import decisions_about
from comments.reading.queue import PAGE, BadCursor, counts, page
from comments.roles import May
from newsroom.kernel.api import Problem


class QueueView(DeskView):
    """One page of one tab; ``counts`` of every tab stop at 10,000, which means as many or more."""

    asks = {"GET": May.READ_QUEUE}

    @extend_schema(
        operation_id="queue",
        parameters=PARAMETERS,
        responses={200: shapes.Queue, 400: outputs.Problem, 401: outputs.Problem},
    )
    def get(self, request: Request, site: str) -> Response:
        asked = asked_of_query(request)
        limit = whole_number(request, "limit", PAGE, 1, 100)
        try:
            found = page(self.at.site.pk, asked, limit)
        except BadCursor:
            raise Problem(400, "cursor_invalid", "This cursor is of another order.") from None
        shown = cards_of(found.entries, self.at.user.pk, timezone.now())
        results = [card_as_json(card) for card in shown]
        body = {"counts": counts(self.at.site.pk), "results": results, "next": found.next or None}
        return Response(body)


class CardView(DeskView):
    """One comment in any state, with what was found, why, and every decision, newest first."""

    asks = {"GET": May.READ_QUEUE}

    @extend_schema(
        operation_id="card",
        responses={200: shapes.CardWithHistory, 401: outputs.Problem, 404: outputs.Problem},
    )
    def get(self, request: Request, site: str, comment: int) -> Response:
        return Response(self.shown(comment))

    def shown(self, pk: int) -> dict[str, Any]:
        [card] = cards([self.comment(pk)], self.at.user.pk, timezone.now())
        history = decisions_about(self.at.site.pk, pk) or []
        return {**card_as_json(card), "history": [named_decision(one) for one in history]}
