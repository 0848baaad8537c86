"""Why a comment stands where it stands, for whoever has the site's key."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from comments.api import outputs
from comments.api.judgement import private, site_of_request
from comments.models import Decision
from comments.reading.explained import decisions_about, explained
from newsroom.kernel.api import Problem


class DecisionsView(APIView):
    """Every decision about a comment, newest first, in words and with what drove the score."""

    @extend_schema(operation_id="decisions", responses={200: dict, 401: outputs.Problem})
    def get(self, request: Request, site: str, comment: int) -> Response:
        row = site_of_request(request, site)
        found = decisions_about(row.pk, comment)
        if found is None:
            raise Problem(404, "comment_unknown", "There is no such comment here.")
        return private({"decisions": [shown(one) for one in found]})


def shown(decision: Decision) -> dict[str, Any]:
    found = explained(decision)
    return {
        "created": decision.created,
        "revision": decision.revision,
        "before": decision.before,
        "after": decision.after,
        "by": decision.actor,
        "policy": found.policy,
        "why": [
            {"code": one.code, "text": one.text, "decisive": one.decisive} for one in found.whys
        ],
        "score": {
            "model": found.model,
            "drives": [
                {"text": one.text, "weight": one.weight, "span": one.span} for one in found.drives
            ],
        },
    }
