"""Set-up and a look at articles. Changes of an article go through the same verb as the API's."""

from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from articles.arms import wilson
from articles.models import Article, Experiment, Feed, RelatedChange, Section, Site, SiteKey, Tag
from articles.related_desk import related_page
from articles.services.experiment import begin_experiment, end_experiment
from articles.services.feeds import (
    FORMATS,
    add_feed,
    change_feed,
    check_minutes,
    clean_feed_url,
    remove_feed,
)
from articles.services.withdraw import withdraw
from articles.way_onward_desk import way_onward_page
from newsroom.kernel.fields import FieldError
from newsroom.kernel.look_only import LookOnly


@admin.register(Site)
class SiteAdmin(LookOnly):
    list_display = ("key", "name", "links", "domains", "language")

    def get_urls(self) -> list[Any]:
        page = self.admin_site.admin_view(way_onward_page)
        mine = path("<int:pk>/way-onward/", page, name="articles_site_way_onward")
        return [mine, *super().get_urls()]

    @admin.display(description="the way onward")
    def links(self, row: Site) -> SafeString:
        address = reverse("admin:articles_site_way_onward", args=[row.pk])
        return format_html('<a href="{}">Sections, lists and windows</a>', address)


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
    list_display = ("title", "links", "section", "status", "published_at", "language", "site")
    list_filter = ("site", "status", "language")
    list_select_related = ("section", "site")
    search_fields = ("title", "external_id")
    ordering = ("-id",)
    show_full_result_count = False
    actions = ("take_back",)

    def get_urls(self) -> list[Any]:
        page = self.admin_site.admin_view(related_page)
        mine = path("<int:pk>/related/", page, name="articles_article_related")
        return [mine, *super().get_urls()]

    @admin.display(description="related links")
    def links(self, row: Article) -> SafeString:
        address = reverse("admin:articles_article_related", args=[row.pk])
        return format_html('<a href="{}">Choose</a>', address)

    def get_actions(self, request: HttpRequest) -> Any:
        return (
            super().get_actions(request) if request.user.has_perm("articles.change_article") else {}
        )

    @admin.action(description="Withdraw: readers no longer see them")
    def take_back(self, request: HttpRequest, rows: QuerySet[Article]) -> None:
        for row in rows.select_related("site"):
            withdraw(row.site, row.external_id, timezone.now())
        self.message_user(request, "Withdrawn.", messages.SUCCESS)


@admin.register(RelatedChange)
class RelatedChangeAdmin(LookOnly):
    """What editors changed in related links, for the record."""

    list_display = ("created", "by_name", "action", "article", "before", "after", "site")
    list_filter = ("site", "action")
    list_select_related = ("article", "site")
    search_fields = ("by_name", "=article__external_id")


class ExperimentForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Experiment
        fields = ("site", "name", "way")

    def clean_site(self) -> Site:
        site: Site = self.cleaned_data["site"]
        if Experiment.objects.filter(site=site, ended=None).exists():
            raise forms.ValidationError("One is running on this site: end it first.")
        return site


@admin.register(Experiment)
class ExperimentAdmin(LookOnly):
    """Half of a site's articles have their lists made another way. The report: how often a link
    that was shown was clicked, with the range in which the true rate lies 19 times of 20."""

    form = ExperimentForm
    list_display = ("name", "site", "way", "started", "ended", "usual", "other_way", "verdict")
    list_filter = ("site",)
    list_select_related = ("site",)
    actions = ("end",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("articles.add_experiment")

    def get_actions(self, request: HttpRequest) -> Any:
        may = request.user.has_perm("articles.change_experiment")
        return super().get_actions(request) if may else {}

    @admin.display(description="usual way (half a)")
    def usual(self, row: Experiment) -> str:
        return rate_in_words(row.clicked_a, row.shown_a)

    @admin.display(description="other way (half b)")
    def other_way(self, row: Experiment) -> str:
        return rate_in_words(row.clicked_b, row.shown_b)

    @admin.display(description="so far")
    def verdict(self, row: Experiment) -> str:
        (low_a, high_a), (low_b, high_b) = (
            wilson(row.clicked_a, row.shown_a),
            wilson(row.clicked_b, row.shown_b),
        )
        if low_a > high_b:
            return "the usual way is better"
        return "the other way is better" if low_b > high_a else "no difference can be told"

    def save_model(self, request: HttpRequest, obj: Experiment, form: Any, change: bool) -> None:
        by = cast(AbstractBaseUser, request.user)
        begun = begin_experiment(obj.site, obj.name, obj.way, by, timezone.now())
        if begun is None:  # two at one moment
            raise PermissionDenied
        obj.pk = begun.pk

    @admin.action(description="End: all lists are made the usual way again")
    def end(self, request: HttpRequest, rows: QuerySet[Experiment]) -> None:
        by = cast(AbstractBaseUser, request.user)
        ended = sum(end_experiment(row, by, timezone.now()) for row in rows)
        self.message_user(request, f"Ended: {ended}.", messages.SUCCESS)


def rate_in_words(clicked: int, shown: int) -> str:
    if not shown:
        return "not shown yet"
    low, high = wilson(clicked, shown)
    return f"{clicked} of {shown}: {clicked / shown:.1%} ({low:.1%} to {high:.1%})"


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
