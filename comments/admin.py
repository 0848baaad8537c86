"""Moderation, first form: lists, filters, and actions that call the verbs."""

from typing import Any

from django.contrib import admin, messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseRedirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from comments.models import Comment, Commenter, Decision, Policy, Thread
from comments.services.apply import Applied, Illegal
from comments.services.moderate import moderate
from comments.services.policies import save_policy
from comments.states import Status

COUNTED = 10_000
VERBS = {
    "publish": (Status.PUBLISHED, "Publish"),
    "hold": (Status.HELD, "Hold for a second look"),
    "reject": (Status.REJECTED, "Reject"),
    "spam": (Status.SPAM, "Mark as spam"),
    "remove": (Status.REMOVED, "Remove"),
}


class CappedPaginator(Paginator):  # type: ignore[type-arg]
    """Counts no further than people page: a full count of a large table takes seconds."""

    @cached_property
    def count(self) -> int:
        rows: QuerySet[Any] = self.object_list  # type: ignore[assignment]
        return rows.order_by().values("pk")[:COUNTED].count()


class LookOnly(admin.ModelAdmin):  # type: ignore[type-arg]
    """Rows that verbs write: shown, never edited by hand."""

    show_full_result_count = False
    paginator = CappedPaginator

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class DecisionLines(admin.TabularInline):  # type: ignore[type-arg]
    model = Decision
    extra = 0
    can_delete = False
    fields = readonly_fields = (
        "created",
        "actor",
        "by",
        "before",
        "after",
        "reasons",
        "findings",
        "note",
    )

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Comment)
class CommentAdmin(LookOnly):
    list_display = ("said", "standing", "why", "article", "author_line", "created_at")
    list_filter = ("status", "thread__site")
    list_select_related = ("thread__article", "commenter")
    list_per_page = 50
    search_fields = ("name", "body")
    ordering = ("-id",)
    actions = tuple(VERBS)
    inlines = (DecisionLines,)
    change_form_template = "comments/admin/comment.html"
    fields = readonly_fields = (
        "shown", "standing", "name", "email", "website", "article", "author_line",
        "created_at", "edited_at", "revision", "ip", "user_agent",
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[Comment]:
        return super().get_queryset(request).prefetch_related("decisions")

    def get_actions(self, request: HttpRequest) -> Any:
        return super().get_actions(request) if may_moderate(request) else {}

    @admin.display(description="comment")
    def said(self, row: Comment) -> SafeString:
        return format_html("<strong>{}</strong><br>{}", row.name, row.body[:240])

    @admin.display(description="as readers see it")
    def shown(self, row: Comment) -> SafeString:
        return mark_safe(row.html)  # noqa: S308 (rendered by comments.text, sanitised by nh3)

    @admin.display(description="status", ordering="status")
    def standing(self, row: Comment) -> str:
        return row.status

    @admin.display(description="why")
    def why(self, row: Comment) -> SafeString:
        latest = next(iter(row.decisions.all()), None)
        return format_html_join(
            ", ", "{}", ((reason,) for reason in (latest.reasons if latest else []))
        )

    @admin.display(description="article")
    def article(self, row: Comment) -> SafeString:
        target = row.thread.article
        return format_html('<a href="{}#comment-{}">{}</a>', target.url, row.pk, target.title)

    @admin.display(description="author")
    def author_line(self, row: Comment) -> str:
        who = row.commenter
        return f"{who.approved} published, {who.refused} refused, {who.state}"

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        if request.method == "POST":
            return self.decide(request, object_id)
        buttons = (
            [(name, label) for name, (_, label) in VERBS.items()] if may_moderate(request) else []
        )
        return super().change_view(
            request, object_id, form_url, {**(extra_context or {}), "buttons": buttons}
        )

    def decide(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """One click on the comment's own page."""
        verb = request.POST.get("verb", "")
        rows = self.get_queryset(request).filter(pk=object_id) if object_id.isdigit() else None
        if not may_moderate(request) or verb not in VERBS or rows is None:
            return HttpResponse(status=403)
        self._move(request, rows, VERBS[verb][0], request.POST.get("note", "")[:500])
        return HttpResponseRedirect(request.get_full_path())

    def _move(
        self, request: HttpRequest, rows: QuerySet[Comment], to: Status, note: str = ""
    ) -> None:
        now, done, late = timezone.now(), 0, 0
        for row in rows:
            if row.status == to:
                continue
            outcome = moderate(row, to, request.user, now, note=note)  # type: ignore[arg-type]
            done += isinstance(outcome, Applied)
            late += not isinstance(outcome, Applied | Illegal)
        self.message_user(request, f"{done} moved to {to.value}.", messages.SUCCESS)
        if late:
            self.message_user(request, f"{late} had been moved by someone else.", messages.WARNING)

    @admin.action(description=VERBS["publish"][1])
    def publish(self, request: HttpRequest, rows: QuerySet[Comment]) -> None:
        self._move(request, rows, Status.PUBLISHED)

    @admin.action(description=VERBS["hold"][1])
    def hold(self, request: HttpRequest, rows: QuerySet[Comment]) -> None:
        self._move(request, rows, Status.HELD)

    @admin.action(description=VERBS["reject"][1])
    def reject(self, request: HttpRequest, rows: QuerySet[Comment]) -> None:
        self._move(request, rows, Status.REJECTED)

    @admin.action(description=VERBS["spam"][1])
    def spam(self, request: HttpRequest, rows: QuerySet[Comment]) -> None:
        self._move(request, rows, Status.SPAM)

    @admin.action(description=VERBS["remove"][1])
    def remove(self, request: HttpRequest, rows: QuerySet[Comment]) -> None:
        self._move(request, rows, Status.REMOVED)


def may_moderate(request: HttpRequest) -> bool:
    return bool(request.user.is_active and request.user.has_perm("comments.change_comment"))


@admin.register(Commenter)
class CommenterAdmin(LookOnly):
    list_display = ("name", "email", "state", "approved", "refused", "last_seen", "site")
    list_filter = ("state", "site")
    search_fields = ("name", "email")
    ordering = ("-id",)


@admin.register(Thread)
class ThreadAdmin(LookOnly):
    list_display = ("article", "mode", "count", "closes_at")
    list_filter = ("mode", "site")
    list_select_related = ("article",)
    ordering = ("-id",)


@admin.register(Policy)
class PolicyAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("site", "premoderation", "max_links", "comments_on", "version")
    readonly_fields = ("site", "version")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Policy, form: Any, change: bool) -> None:
        save_policy(obj)
