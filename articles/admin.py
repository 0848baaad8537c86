"""Set-up and a look at articles. Changes of an article go through the same verb as the API's."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from articles.models import Article, Section, Site, SiteKey, Tag
from articles.services.withdraw import withdraw


class LookOnly(admin.ModelAdmin):  # type: ignore[type-arg]
    """Rows that verbs write: shown, never edited by hand."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


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
