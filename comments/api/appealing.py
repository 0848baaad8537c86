"""An appeal by receipt: no account, no address, one POST."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from comments.api import outputs
from comments.api.inputs import CleanField
from comments.api.refusals import problem
from comments.api.requests import client_ip
from comments.api.views import RECEIPT, own_comment, private, with_receipt
from comments.models import Comment
from comments.services.appeals import NotAppealed, appeal
from comments.services.submit import Refused
from comments.services.threads import policy_of
from newsroom.kernel.api import StrictSerializer
from newsroom.kernel.fields import clean_text


class AppealInput(StrictSerializer):
    """``text``: why it is a mistake; may be empty."""

    text = CleanField(lambda value: clean_text(value, max_length=2000, required=False), default="")


class AppealView(APIView):
    """Asks for another person to look at a refusal. The same one twice is one."""

    @extend_schema(
        parameters=[RECEIPT],
        request=AppealInput,
        responses={200: outputs.Own, 403: outputs.Problem, 409: outputs.Problem},
    )
    def post(self, request: Request, comment: int) -> Response:
        row = own_comment(request, comment)
        appeal_own(request, row, request.data)
        return private(Response(with_receipt(row)))


def appeal_own(request: HttpRequest, row: Comment, data: Any) -> None:
    """Raises ValidationError or Problem."""
    checked = AppealInput(data=data)
    checked.is_valid(raise_exception=True)
    said, policy = checked.validated_data["text"], policy_of(row.thread.site_id)
    made = appeal(row, said, policy, client_ip(request), timezone.now())
    if isinstance(made, NotAppealed):
        raise problem(Refused(made.why, made.wait))
