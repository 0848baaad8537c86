"""What judges at a site, in the admin: its rules (write, see what they would have done, put in
force, go back), the judges elsewhere that it asks, its heated conversations."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone

from comments.evidence.outside import LONGEST_WAIT
from comments.models import HeatChange, OutsideScorer, Policy, RuleSet, SectionHeat, ThreadHeat
from comments.reading.rule_figures import rule_figures
from comments.rules.errors import RuleError
from comments.rules.matcher import Matcher
from comments.services.heat_limits import FIGURES
from comments.services.policies import CHECKS
from comments.services.rehearse import rehearse
from comments.services.rule_sets import Outdated, in_force, roll_back, save_rules
from comments.services.take_heat import leave_alone
from newsroom.kernel.fields import FieldError, clean_line, clean_url
from newsroom.kernel.look_only import LookOnly

PREVIEWED = 2_000  # decisions: within what a person waits for


@admin.register(RuleSet)
class RuleSetAdmin(LookOnly):
    """The versions of every site's rules; a version is never changed."""

    list_display = ("site", "version", "note", "by", "created")
    list_filter = ("site",)
    list_select_related = ("site", "by")
    ordering = ("-created", "-id")
    actions = ("put_in_force",)
    change_list_template = "comments/admin/rule_sets.html"

    def has_edit_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm("comments.change_ruleset"))

    def get_urls(self) -> list[Any]:
        edit = self.admin_site.admin_view(self.edit)
        name = "comments_ruleset_edit"
        return [path("of/<int:policy>/", edit, name=name), *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        sites = Policy.objects.select_related("site").order_by("site__key")
        return super().changelist_view(request, {**(extra_context or {}), "policies": sites})

    @admin.action(description="Put this version in force again", permissions=["edit"])
    def put_in_force(self, request: HttpRequest, rows: QuerySet[RuleSet]) -> None:
        for old in rows:
            latest = in_force(old.site_id)
            assert latest is not None
            user: Any = request.user
            try:
                new = roll_back(
                    old.site_id, old.version, timezone.now(), seen=latest.version, by=user
                )
            except (Outdated, RuleError) as error:
                self.message_user(request, str(error), messages.ERROR)
            else:
                text = f"{old.site}: version {new.version} says what {old.version} said."
                self.message_user(request, text, messages.SUCCESS)

    def edit(self, request: HttpRequest, policy: int) -> HttpResponse:
        """The rules of one site as text; POST tries them on the past, or puts them in force."""
        row = Policy.objects.select_related("site").filter(pk=policy).first()
        if row is None or not self.has_edit_permission(request):
            raise PermissionDenied
        latest = in_force(row.site_id)
        shown = {"text": latest.text if latest else "", "seen": latest.version if latest else 0}
        if request.method == "POST":
            shown |= {name: request.POST.get(name, "") for name in ("text", "note", "seen")}
            try:
                if "save" in request.POST:
                    return self._saved(request, row, shown)
                shown["tried"] = rehearse(row.site_id, rules=shown["text"], most=PREVIEWED)
            except (RuleError, FieldError, Outdated) as error:
                shown["wrong"] = str(error)
        return self._page(request, row, shown)

    def _saved(self, request: HttpRequest, row: Policy, shown: dict[str, Any]) -> HttpResponse:
        user: Any = request.user
        seen = int(shown["seen"]) if shown["seen"].isdecimal() else 0
        new = save_rules(
            row.site_id, shown["text"], timezone.now(), seen=seen, by=user, note=shown["note"]
        )
        self.message_user(request, f"Version {new.version} is in force.", messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:comments_ruleset_changelist"))

    def _page(self, request: HttpRequest, row: Policy, shown: dict[str, Any]) -> HttpResponse:
        try:
            matcher = Matcher(shown["text"])
        except RuleError as error:
            figures, shown["wrong"] = [], str(error)
        else:
            figures = rule_figures(row.site_id, matcher, row.rule_precision / 100)
        context = {
            **self.admin_site.each_context(request),
            "title": f"Rules of {row.site.key}",
            "opts": self.model._meta,
            "policy": row,
            "figures": figures,
            **shown,
        }
        return TemplateResponse(request, "comments/admin/rules.html", context)


class OutsideScorerForm(forms.ModelForm):  # type: ignore[type-arg]
    """A key goes in and never comes out: left empty, the one that is kept stays."""

    key = forms.CharField(
        required=False,
        max_length=200,
        widget=forms.PasswordInput(render_value=False, attrs={"autocomplete": "off"}),
        help_text="Never shown. Empty: the one that is kept.",
    )

    class Meta:
        model = OutsideScorer
        fields = (
            "site", "kind", "on", "url", "key", "asks", "blatant", "with_address", "is_test",
            "seconds",
        )  # fmt: skip

    def clean_key(self) -> str:
        typed = self.cleaned_data["key"] or self.instance.key
        try:
            return clean_line(typed, max_length=200, required=True)
        except FieldError as error:
            raise forms.ValidationError(error.text) from None

    def clean_url(self) -> str:
        needed = self.cleaned_data.get("kind") == OutsideScorer.Kind.HTTP
        try:
            return clean_url(self.cleaned_data["url"], max_length=500, required=needed)
        except FieldError as error:
            raise forms.ValidationError(error.text) from None

    def clean_seconds(self) -> int:
        if not 1 <= self.cleaned_data["seconds"] <= LONGEST_WAIT:
            raise forms.ValidationError(f"From 1 to {LONGEST_WAIT}.")
        return int(self.cleaned_data["seconds"])


@admin.register(OutsideScorer)
class OutsideScorerAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    form = OutsideScorerForm
    list_display = ("site", "kind", "on", "asks", "blatant", "alert")
    list_select_related = ("site",)


class SectionHeatForm(forms.ModelForm):  # type: ignore[type-arg]
    """Refuses at the field what the site's policy would refuse."""

    class Meta:
        model = SectionHeat
        fields = ("section", "heat_action", *(f"heat_{name}" for name in FIGURES))

    def clean(self) -> dict[str, Any]:
        for name in CHECKS.keys() & self.cleaned_data.keys():
            if self.cleaned_data[name] is not None:
                try:
                    CHECKS[name](self.cleaned_data[name])
                except FieldError as error:
                    self.add_error(name, error.text)
        return self.cleaned_data


@admin.register(ThreadHeat)
class ThreadHeatAdmin(LookOnly):
    """Conversations that are, or were, heated; an editor may want one left alone."""

    list_display = ("thread", "level", "reasons", "mode", "since", "left_until")
    list_filter = ("level", "thread__heat_mode")
    list_select_related = ("thread",)
    ordering = ("-level", "-since")
    actions = ("leave",)

    def has_decide_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm("comments.change_thread"))

    @admin.display(description="what comes of it", ordering="thread__heat_mode")
    def mode(self, row: ThreadHeat) -> str:
        return row.thread.heat_mode

    @admin.action(description="Leave alone for a day", permissions=["decide"])
    def leave(self, request: HttpRequest, rows: QuerySet[ThreadHeat]) -> None:
        by: Any = request.user
        done = sum(leave_alone(row.thread_id, by, timezone.now()) for row in rows)
        self.message_user(request, f"{done} left alone.", messages.SUCCESS)


@admin.register(HeatChange)
class HeatChangeAdmin(LookOnly):
    """What was measured, and what came of it."""

    list_display = ("created", "site", "thread", "level", "reasons", "mode", "figures", "by")
    list_filter = ("site", "level")
    list_select_related = ("site", "thread", "by")
    ordering = ("-id",)


@admin.register(SectionHeat)
class SectionHeatAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """What counts as hot in a section and below it, and how far that goes."""

    form = SectionHeatForm
    list_display = ("section", "heat_action", *(f"heat_{name}" for name in FIGURES))
    list_select_related = ("section",)
    raw_id_fields = ("section",)
