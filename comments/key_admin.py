"""Keys of publishers' sign-ins in the admin: added and ended; a secret is shown once."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone

from comments.models import TokenKey
from comments.services import token_keys
from comments.services.token_keys import Wanted
from newsroom.kernel.fields import FieldError


class TokenKeyForm(forms.ModelForm):  # type: ignore[type-arg]
    """What the verb takes; what it would refuse is told at the form."""

    kid = forms.CharField(required=False, max_length=100, help_text="Left empty: one is made up.")
    audience = forms.CharField(
        required=False, max_length=200, help_text="What aud says. Left empty: this site's own."
    )
    public = forms.CharField(
        required=False,
        widget=forms.Textarea,
        help_text="A public key (PEM), a JWK or a JWK set. Left empty: a shared secret is made "
        "for HS256, and shown once.",
    )

    class Meta:
        model = TokenKey
        fields = ("site", "issuer")

    def clean(self) -> dict[str, Any]:
        if not self.errors:
            try:
                token_keys.drafted(self.cleaned_data["site"], self.wanted(), timezone.now())
            except FieldError as error:
                raise forms.ValidationError(error.text) from None
        return self.cleaned_data

    def wanted(self) -> Wanted:
        data = self.cleaned_data
        return Wanted(data["issuer"], data["kid"], data["audience"], data["public"])


@admin.register(TokenKey)
class TokenKeyAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    form = TokenKeyForm
    list_display = ("kid", "site", "algorithm", "issuer", "audience", "created", "ends")
    list_filter = ("site",)
    list_select_related = ("site",)
    actions = ("end_now",)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        shown = ("kid", "site", "algorithm", "issuer", "audience", "created", "ends")
        return ("site", "issuer", "kid", "audience", "public") if obj is None else shown

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: TokenKey, form: Any, change: bool) -> None:
        added = token_keys.add(obj.site, form.wanted(), timezone.now())
        obj.pk, obj.kid = added.rows[-1].pk, added.rows[-1].kid
        obj.algorithm, obj.audience = added.rows[-1].algorithm, added.rows[-1].audience
        # The way to response_add; no column has this name.
        obj.secret = added.secret  # type: ignore[attr-defined]

    def response_add(
        self, request: HttpRequest, obj: TokenKey, post_url_continue: str | None = None
    ) -> HttpResponse:
        secret = getattr(obj, "secret", "")
        if not secret:
            return super().response_add(request, obj, post_url_continue)
        # Never by a redirect and a message: that would write it into a cookie.
        context = {**self.admin_site.each_context(request), "key": obj, "shown_once": secret}
        shown = TemplateResponse(request, "comments/admin/secret.html", context)
        shown["Cache-Control"] = "no-store"
        return shown

    @admin.action(description="End now: what they sign opens nothing", permissions=["add"])
    def end_now(self, request: HttpRequest, rows: QuerySet[TokenKey]) -> None:
        done = sum(token_keys.end(row, timezone.now()) for row in rows)
        self.message_user(request, f"{done} ended.", messages.SUCCESS)
