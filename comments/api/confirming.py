"""Confirming by the six digits of the mail, for whoever reads mail on another device than this."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from comments.api import outputs
from comments.api.inputs import CleanField
from comments.api.refusals import problem
from comments.api.views import RECEIPT, own_comment, private, with_receipt
from comments.models import Comment
from comments.notify.author import send_again
from comments.services.confirm import confirm_by_code
from comments.services.submit import Refused
from newsroom.kernel.api import Problem, StrictSerializer
from newsroom.kernel.fields import FieldError, clean_line


class CodeInput(StrictSerializer):
    """``code``: the six digits; or ``again``: another copy of the mail."""

    code = CleanField(lambda value: clean_code(value))
    again = serializers.BooleanField(default=False)


def clean_code(value: object) -> str:
    digits = clean_line(value, max_length=20, required=False).replace(" ", "").replace("-", "")
    if digits and not (len(digits) == 6 and digits.isascii() and digits.isdigit()):
        raise FieldError("invalid", "The code has six digits.")
    return digits


class ConfirmView(APIView):
    """By receipt and code together: the receipt alone is whoever typed the address."""

    @extend_schema(
        parameters=[RECEIPT], request=CodeInput, responses={200: outputs.Own, 403: outputs.Problem}
    )
    def post(self, request: Request, comment: int) -> Response:
        row = own_comment(request, comment)
        confirm_own(row, request.data)
        return private(Response(with_receipt(row)))


def confirm_own(row: Comment, said: Any) -> None:
    """Raises ValidationError for what is no code, and Problem for one that is wrong, or was
    guessed at too often."""
    checked, now = CodeInput(data=said), timezone.now()
    checked.is_valid(raise_exception=True)
    data = checked.validated_data
    if data["again"]:
        send_again(row, now)
        return
    if not data["code"]:
        raise Problem(422, "code_required", "Type the six digits of the mail.")
    if not confirm_by_code(row, data["code"], now):
        raise problem(Refused("code_wrong"))
    row.refresh_from_db()
