"""A site's rules and what a change would have done."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from articles.public import Site
from comments.api import outputs
from comments.api.desk.door import At, DeskView
from comments.presets import PRESETS
from comments.reading.backtest import MOST
from comments.reading.backtest_shapes import as_json, figure_as_json
from comments.reading.rule_figures import rule_figures
from comments.roles import May
from comments.rules.errors import RuleError
from comments.rules.matcher import Matcher
from comments.services.rehearse import rehearse
from comments.services.rule_sets import Outdated, in_force, roll_back, save_rules
from comments.services.settings import as_text
from comments.services.threads import policy_of
from newsroom.kernel.api import Problem, StrictSerializer
from newsroom.kernel.fields import FieldError


class RawText(serializers.CharField):
    """A text as it was sent: the verb checks it. DRF would make one of a number."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(allow_blank=True, trim_whitespace=False, **kwargs)
        self.validators = []

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        return str(data)


class RulesInput(StrictSerializer):
    """Either the text that shall be in force, or the version to go back to."""

    seen = serializers.IntegerField(min_value=0, max_value=2**31 - 1)
    text = RawText(required=False)
    back_to = serializers.IntegerField(required=False, min_value=1, max_value=2**31 - 1)
    note = RawText(required=False, default="")


class BacktestInput(StrictSerializer):
    """A change that is not made: other rules, a preset, other settings, or all of them."""

    rules = RawText(required=False)
    preset = serializers.ChoiceField(list(PRESETS), required=False)
    settings = serializers.DictField(child=RawText(), required=False)
    most = serializers.IntegerField(required=False, default=MOST, min_value=1, max_value=MOST)


class RulesView(DeskView):
    """The rules in force, each with how often it was right; and a new version of them."""

    asks = {"GET": May.CHANGE_RULES, "PUT": May.CHANGE_RULES}
    by_key = frozenset({"GET", "PUT"})
    max_body = 2_000_000

    @extend_schema(operation_id="rules", responses={200: dict, 401: outputs.Problem})
    def get(self, request: Request, site: str) -> Response:
        return Response(shown(self.at.site))

    @extend_schema(
        operation_id="rules_save",
        request=RulesInput,
        responses={200: dict, 409: outputs.Problem, 422: outputs.Problem},
    )
    def put(self, request: Request, site: str) -> Response:
        data = RulesInput(data=request.data)
        data.is_valid(raise_exception=True)
        try:
            change(self.at, data.validated_data)
        except Outdated as error:
            raise Problem(409, "conflict", str(error)) from None
        return Response(shown(self.at.site))


def change(at: At, said: dict[str, Any]) -> None:
    if ("text" in said) is ("back_to" in said):
        raise Problem(422, "text_required", "Send text, or back_to, and not both.")
    now, seen = timezone.now(), said["seen"]
    try:
        if "text" in said:
            save_rules(at.site.pk, said["text"], now, seen=seen, by=at.user, note=said["note"])
        else:
            roll_back(at.site.pk, said["back_to"], now, seen=seen, by=at.user)
    except RuleError as error:
        raise Problem(422, "text_invalid", str(error)) from None
    except FieldError as error:
        raise Problem(422, f"text_{error.code}", error.text) from None


def shown(site: Site) -> dict[str, Any]:
    latest, floor = in_force(site.pk), policy_of(site.pk).rule_precision / 100
    if latest is None:
        return {"version": 0, "text": "", "rules": []}
    try:
        figures = rule_figures(site.pk, Matcher(latest.text), floor)
    except RuleError as error:  # kept by a newer or an older program
        raise Problem(409, "conflict", str(error)) from None
    rules = [figure_as_json(one) for one in figures]
    return {"version": latest.version, "text": latest.text, "rules": rules}


class BacktestView(DeskView):
    """What other rules or settings would have made of the last decisions. Changes nothing."""

    asks = {"POST": May.CHANGE_RULES}
    by_key = frozenset({"POST"})
    max_body = 2_000_000

    @extend_schema(
        operation_id="backtest",
        request=BacktestInput,
        responses={200: dict, 401: outputs.Problem, 422: outputs.Problem},
    )
    def post(self, request: Request, site: str) -> Response:
        data = BacktestInput(data=request.data)
        data.is_valid(raise_exception=True)
        said = data.validated_data
        if not said.keys() & {"rules", "preset", "settings"}:
            raise Problem(422, "rules_required", "Send rules, a preset or settings to try.")
        preset = as_text(PRESETS[said["preset"]]) if "preset" in said else {}
        try:
            found = rehearse(
                self.at.site.pk,
                rules=said.get("rules"),
                settings=preset | said.get("settings", {}),
                most=said["most"],
            )
        except RuleError as error:
            raise Problem(422, "rules_invalid", str(error)) from None
        except FieldError as error:
            raise Problem(422, f"settings_{error.code}", error.text) from None
        return Response(as_json(found))
