"""A comment and all that repeat it, judged together."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from comments.api import outputs
from comments.api.desk.door import DeskView
from comments.api.judgement import RawText
from comments.models import Comment
from comments.roles import May
from comments.services.apply import Applied
from comments.services.judge_cluster import cluster_of, judge_cluster
from comments.states import Status
from newsroom.kernel.api import Problem, StrictSerializer
from newsroom.kernel.fields import FieldError

SAID = (Status.PUBLISHED, Status.HELD, Status.REJECTED, Status.SPAM, Status.REMOVED)


class ClusterInput(StrictSerializer):
    """The one word on them all."""

    to = serializers.ChoiceField([status.value for status in SAID])
    note = RawText(required=False, default="")


class ClusterView(DeskView):
    """Those at the site that say the same in other dress, but what a person decided already; and a
    decision for each of them."""

    asks = {"GET": May.READ_QUEUE, "POST": May.DECIDE}
    by_key = frozenset({"GET", "POST"})

    @extend_schema(operation_id="cluster", responses={200: dict, 401: outputs.Problem})
    def get(self, request: Request, site: str, comment: int) -> Response:
        row = self.comment(comment)
        return Response({"comments": [shown(one) for one in cluster_of(row, timezone.now())]})

    @extend_schema(
        operation_id="cluster_judge",
        request=ClusterInput,
        responses={200: dict, 401: outputs.Problem, 422: outputs.Problem},
    )
    def post(self, request: Request, site: str, comment: int) -> Response:
        row = self.comment(comment)
        data = ClusterInput(data=request.data)
        data.is_valid(raise_exception=True)
        to, note = Status(data.validated_data["to"]), data.validated_data["note"]
        try:
            outcomes = judge_cluster(row, to, self.at.user, timezone.now(), note=note)
        except FieldError as error:
            raise Problem(422, f"note_{error.code}", error.text) from None
        done = [one.decision.comment_id for one in outcomes if isinstance(one, Applied)]
        return Response({"decided": done, "left": len(outcomes) - len(done)})


def shown(comment: Comment) -> dict[str, Any]:
    return {
        "id": comment.pk,
        "status": comment.status,
        "name": comment.name,
        "body": comment.body,
        "created_at": comment.created_at,
    }
