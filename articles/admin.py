"""Set-up and a look at articles. Changes of an article go through the same verb as the API's."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from articles.models import Article, Feed, Section, Site, SiteKey, Tag
from articles.services.feeds import (
    FORMATS,
    add_feed,
    change_feed,
    check_minutes,
    clean_feed_url,
    remove_feed,
)
from articles.services.withdraw import withdraw
from newsroom.kernel.fields import FieldError
from newsroom.kernel.look_only import LookOnly


@admin.register(Site)
class SiteAdmin(LookOnly):
    list_display = ("key", "name", "domains", "language")


@admin.register(SiteKey)
class SiteKeyAdmin(LookOnly):
    list_display = ("site", "label", "created", "revoked_at")
    fields = ("site", "label", "created", "revoked_at")


@admin.register(Section)
class SectionAdmin(LookOnly):
    list_display = ("name", "slug", "site")
    list_filter = ("site",)


@admin.register(Tag)
class TagAdmin(LookOnly):
    list_display = ("name", "slug", "site")
    list_filter = ("site",)
    show_full_result_count = False


@admin.register(Article)
class ArticleAdmin(LookOnly):
    list_display = ("title", "section", "status", "published_at", "language", "site")
    list_filter = ("site", "status", "language")
    list_select_related = ("section", "site")
    search_fields = ("title", "external_id")
    ordering = ("-id",)
    show_full_result_count = False
    actions = ("take_back",)

    def get_actions(self, request: HttpRequest) -> Any:
        return (
            super().get_actions(request) if request.user.has_perm("articles.change_article") else {}
        )

    @admin.action(description="Withdraw: readers no longer see them")
    def take_back(self, request: HttpRequest, rows: QuerySet[Article]) -> None:
        for row in rows.select_related("site"):
            withdraw(row.site, row.external_id, timezone.now())
        self.message_user(request, "Withdrawn.", messages.SUCCESS)


class FeedForm(forms.ModelForm):  # type: ignore[type-arg]
    """The verbs' own checks, told beside the fields they are about."""

    format = forms.ChoiceField(choices=[(name, name) for name in FORMATS])

    class Meta:
        model = Feed
        fields = ("site", "url", "format", "minutes", "enabled")

    def clean_url(self) -> str:
        try:
            url = clean_feed_url(self.cleaned_data["url"])
        except FieldError as error:
            raise forms.ValidationError(error.text) from None
        site = self.cleaned_data.get("site")
        if site is not None and Feed.objects.filter(site=site, url=url).exists():
            raise forms.ValidationError("This site has this feed already.")
        return url

    def clean_minutes(self) -> int:
        minutes: int = self.cleaned_data["minutes"]
        try:
            check_minutes(minutes)
        except FieldError as error:
            raise forms.ValidationError(error.text) from None
        return minutes


@admin.register(Feed)
class FeedAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """How each feed does, and the verbs that add one, change its interval, or take it out."""

    form = FeedForm
    list_display = (
        "url", "site", "state", "message", "checked_at", "well_at", "next_check", "failures",
        "minutes", "enabled",
    )  # fmt: skip
    list_filter = ("state", "enabled", "site")
    list_select_related = ("site",)
    actions = ("fetch_now",)
    health = ("state", "message", "failures", "checked_at", "well_at", "next_check")

    def get_fields(self, request: HttpRequest, obj: Feed | None = None) -> Any:
        if obj is None:
            return ("site", "url", "format", "minutes")
        return ("site", "url", "format", "minutes", "enabled", *self.health)

    def get_readonly_fields(self, request: HttpRequest, obj: Feed | None = None) -> Any:
        return () if obj is None else ("site", "url", "format", *self.health)

    def save_model(self, request: HttpRequest, obj: Feed, form: Any, change: bool) -> None:
        now = timezone.now()
        if change:
            change_feed(obj, now, minutes=obj.minutes, enabled=obj.enabled)
        else:
            made = add_feed(obj.site, obj.url, now, format=obj.format, minutes=obj.minutes)
            obj.pk = made.pk

    def delete_model(self, request: HttpRequest, obj: Feed) -> None:
        remove_feed(obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Feed]) -> None:
        for feed in queryset:
            remove_feed(feed)

    @admin.action(description="Fetch at the next tick", permissions=["change"])
    def fetch_now(self, request: HttpRequest, rows: QuerySet[Feed]) -> None:
        for feed in rows:
            change_feed(feed, timezone.now(), minutes=feed.minutes, enabled=True)
        self.message_user(request, "They are fetched within a minute.", messages.SUCCESS)
