"""Moderation, first form: lists, filters, and actions that call the verbs."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseRedirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from comments.models import (
    Comment,
    Commenter,
    Decision,
    Mail,
    Mailbox,
    MailPause,
    Membership,
    Policy,
    Revision,
    SectionMode,
    Subscription,
    Thread,
)
from comments.pipeline.wording import whys
from comments.reading.ailments import late_reviews, learned_scores
from comments.reading.explained import explained, lines
from comments.retention import DEFAULTS, RETENTION, told
from comments.roles import Role
from comments.services import mailboxes, mails, pauses
from comments.services.apply import Applied, Illegal, Stale
from comments.services.appoint import appoint, dismiss
from comments.services.judge_cluster import judge_cluster
from comments.services.moderate import moderate
from comments.services.policies import CHECKS, save_policy
from comments.services.steer_thread import clean_note, free_section, steer_section, steer_thread
from comments.services.threads import begin_thread
from comments.states import Status
from newsroom.kernel.fields import FieldError
from newsroom.kernel.look_only import LookOnly

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


class ManyRows(LookOnly):
    """Counted to a limit: the whole table would be read for a number nobody needs."""

    paginator = CappedPaginator


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
        "why",
        "note",
    )

    @admin.display(description="why")
    def why(self, row: Decision) -> SafeString:
        return format_html_join(
            mark_safe("<br>"), "{}", ((line,) for line in lines(explained(row)))
        )

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class RevisionLines(admin.TabularInline):  # type: ignore[type-arg]
    """What it said before; the present words stand above."""

    model = Revision
    extra = 0
    can_delete = False
    ordering = ("-number",)
    fields = readonly_fields = ("number", "body", "created")
    verbose_name_plural = "earlier words"

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Comment)
class CommentAdmin(ManyRows):
    list_display = ("said", "standing", "why", "article", "author_line", "created_at")
    list_filter = ("status", "thread__site")
    list_select_related = ("thread__article", "commenter")
    list_per_page = 50
    search_fields = ("name", "body")
    ordering = ("-id",)
    actions = (*VERBS, "spam_cluster")
    inlines = (DecisionLines, RevisionLines)
    change_form_template = "comments/admin/comment.html"
    fields = readonly_fields = (
        "shown", "standing", "name", "email", "website", "article", "author_line",
        "created_at", "edited_at", "revision", "ip", "user_agent",
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[Comment]:
        return super().get_queryset(request).prefetch_related("decisions")

    def get_actions(self, request: HttpRequest) -> Any:
        return super().get_actions(request) if may_moderate(request) else {}

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        for said in (*late_reviews(timezone.now()), *learned_scores(timezone.now())):
            self.message_user(request, said, messages.WARNING)
        return super().changelist_view(request, extra_context)

    @admin.display(description="comment")
    def said(self, row: Comment) -> SafeString:
        return format_html(
            '<input type="hidden" name="seen-{}" value="{}"><strong>{}</strong><br>{}',
            row.pk, mark_of(row), row.name, row.body[:240],
        )  # fmt: skip

    @admin.display(description="as readers see it")
    def shown(self, row: Comment) -> SafeString:
        return mark_safe(row.html)  # noqa: S308 (rendered by comments.text, sanitised by nh3)

    @admin.display(description="status", ordering="status")
    def standing(self, row: Comment) -> str:
        return row.status

    @admin.display(description="why")
    def why(self, row: Comment) -> SafeString:
        latest = next(iter(row.decisions.all()), None)
        told = whys(latest.reasons, latest.findings, latest.after) if latest else ()
        return format_html_join(
            mark_safe("<br>"),
            '<span title="{}">{}</span>',
            ((one.code, one.text) for one in told if one.decisive),
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
        row = self.get_object(request, object_id)
        shown = {"buttons": buttons, "seen": mark_of(row) if row else ""}
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), **shown})

    def decide(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """One click on the comment's own page."""
        verb = request.POST.get("verb", "")
        row = self.get_object(request, object_id)
        if not may_moderate(request) or verb not in VERBS or row is None:
            raise PermissionDenied
        try:
            self._move(request, [row], VERBS[verb][0], request.POST.get("note", ""))
        except FieldError as error:
            self.message_user(request, f"The note: {error.text}", messages.ERROR)
        return HttpResponseRedirect(request.get_full_path())

    def _move(
        self, request: HttpRequest, rows: Iterable[Comment], to: Status, note: str = ""
    ) -> None:
        now, done, late = timezone.now(), 0, 0
        for row in rows:
            if row.status == to:
                continue
            if request.POST.get(f"seen-{row.pk}", mark_of(row)) != mark_of(row):
                outcome: Applied | Stale | Illegal = Stale(Status(row.status))
            else:
                outcome = moderate(row, to, request.user, now, note=note)  # type: ignore[arg-type]
            done += isinstance(outcome, Applied)
            late += isinstance(outcome, Stale)
        self.message_user(request, f"{done} moved to {to.value}.", messages.SUCCESS)
        if late:
            text = f"{late} had changed since you saw them: please look again."
            self.message_user(request, text, messages.WARNING)

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

    @admin.action(description="Mark as spam, with all that repeat it")
    def spam_cluster(self, request: HttpRequest, rows: QuerySet[Comment]) -> None:
        by: Any = request.user
        outcomes = [
            outcome
            for row in rows[:20]
            if request.POST.get(f"seen-{row.pk}", mark_of(row)) == mark_of(row)
            for outcome in judge_cluster(row, Status.SPAM, by, timezone.now())
        ]
        done = sum(isinstance(outcome, Applied) for outcome in outcomes)
        self.message_user(request, f"{done} moved to spam.", messages.SUCCESS)

    @admin.action(description=VERBS["remove"][1])
    def remove(self, request: HttpRequest, rows: QuerySet[Comment]) -> None:
        self._move(request, rows, Status.REMOVED)


def mark_of(row: Comment) -> str:
    """What a moderator has before their eyes: a click decides on these words in this state, not on
    what an edit or a colleague has made of them meanwhile."""
    return f"{row.revision}.{row.status}"


def may_moderate(request: HttpRequest) -> bool:
    return bool(request.user.is_active and request.user.has_perm("comments.change_comment"))


@admin.register(Commenter)
class CommenterAdmin(ManyRows):
    list_display = ("name", "email", "state", "approved", "refused", "last_seen", "site")
    list_filter = ("state", "site")
    search_fields = ("name", "email")
    ordering = ("-id",)


class ThreadForm(forms.ModelForm):  # type: ignore[type-arg]
    def clean_note(self) -> str:
        try:
            return clean_note(self.cleaned_data["note"])
        except FieldError as error:
            raise forms.ValidationError(error.text) from None


@admin.register(Thread)
class ThreadAdmin(ManyRows):
    """What readers may do in one thread; where nobody has written yet, ``add`` begins it."""

    form = ThreadForm
    fields = ("article", "mode", "closes_at", "note", "count", "last_at")
    raw_id_fields = ("article",)
    list_display = ("article", "mode", "count", "closes_at")
    search_fields = ("=article__external_id", "article__url")
    list_filter = ("mode", "site")
    list_select_related = ("article",)
    ordering = ("-id",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return may_steer(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may_steer(request)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("article", "count", "last_at") if obj else ("count", "last_at")

    def save_model(self, request: HttpRequest, obj: Thread, form: Any, change: bool) -> None:
        mode, closes_at, note = obj.mode, obj.closes_at, obj.note
        now = timezone.now()
        if not change:
            obj.pk = begin_thread(obj.article_id, obj.article.site_id, now).pk
        steer_thread(obj, mode=mode, closes_at=closes_at, note=note, now=now)


@admin.register(SectionMode)
class SectionModeAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """What readers may do in all threads of a section and below it."""

    list_display = ("section", "mode")
    list_select_related = ("section",)
    raw_id_fields = ("section",)

    def save_model(self, request: HttpRequest, obj: SectionMode, form: Any, change: bool) -> None:
        steer_section(obj)

    def delete_model(self, request: HttpRequest, obj: SectionMode) -> None:
        free_section(obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[SectionMode]) -> None:
        for row in queryset.select_related("section"):
            free_section(row)


def may_steer(request: HttpRequest) -> bool:
    return bool(request.user.is_active and request.user.has_perm("comments.change_thread"))


class PolicyForm(forms.ModelForm):  # type: ignore[type-arg]
    """Says at the field what ``save_policy`` would refuse."""

    def clean(self) -> dict[str, Any]:
        for name in CHECKS.keys() & self.cleaned_data.keys():
            try:
                self.cleaned_data[name] = CHECKS[name](self.cleaned_data[name])
            except FieldError as error:
                self.add_error(name, error.text)
        return self.cleaned_data


@admin.register(Mail)
class MailAdmin(ManyRows):
    """What waits, what left, and what is dead and can be tried again."""

    list_display = ("kind", "state", "reason", "error", "tries", "created", "due", "done_at")
    list_filter = ("state", "kind", "site")
    list_select_related = ("site",)
    exclude = ("origin",)
    ordering = ("-id",)
    actions = ("try_again",)

    @admin.action(description="Try dead ones again", permissions=["repair"])
    def try_again(self, request: HttpRequest, rows: QuerySet[Mail]) -> None:
        count = mails.revive(list(rows.values_list("pk", flat=True)), timezone.now())
        self.message_user(request, f"{count} wait again.", messages.SUCCESS)

    def has_repair_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm("comments.change_mail"))


@admin.register(Mailbox)
class MailboxAdmin(ManyRows):
    """Addresses by their keyed hash: to find one, write it into the search."""

    list_display = ("id", "suppressed_why", "suppressed_at", "soft_since")
    list_filter = ("suppressed_why",)
    search_fields = ("=identity",)
    search_help_text = "A whole e-mail address."
    exclude = ("version",)
    ordering = ("-suppressed_at", "-id")
    actions = ("lift",)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        known = mails.recipient(search_term) if "@" in search_term else search_term
        return super().get_search_results(request, queryset, known)

    @admin.action(description="Let mail go there again", permissions=["repair"])
    def lift(self, request: HttpRequest, rows: QuerySet[Mailbox]) -> None:
        for row in rows:
            mailboxes.lift(row.identity)
        self.message_user(request, f"{len(rows)} lifted.", messages.SUCCESS)

    def has_repair_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm("comments.change_mailbox"))


@admin.register(MailPause)
class MailPauseAdmin(ManyRows):
    list_display = ("site", "group", "since", "until")
    list_select_related = ("site",)
    ordering = ("-until",)
    actions = ("end",)

    @admin.action(description="Let mails go again", permissions=["repair"])
    def end(self, request: HttpRequest, rows: QuerySet[MailPause]) -> None:
        count = pauses.lift(list(rows.values_list("pk", flat=True)), timezone.now())
        self.message_user(request, f"{count} ended.", messages.SUCCESS)

    def has_repair_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm("comments.change_mailpause"))


@admin.register(Subscription)
class SubscriptionAdmin(ManyRows):
    list_display = ("kind", "pace", "state", "asked_at", "confirmed_at", "ended_at", "ended_how")
    list_filter = ("state", "kind", "site")
    exclude = ("box",)
    ordering = ("-id",)


@admin.register(Membership)
class MembershipAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Who works at which site, and as what; the panel asks here at every step."""

    list_display = ("user", "site", "role", "created")
    list_filter = ("role", "site")
    list_select_related = ("user", "site")
    search_fields = ("user__username",)
    autocomplete_fields = ("user",)
    fields = ("user", "site", "role")
    ordering = ("site__key", "user__username")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("user", "site") if obj else ()

    def save_model(self, request: HttpRequest, obj: Membership, form: Any, change: bool) -> None:
        obj.pk = appoint(obj.user, obj.site, Role(obj.role), timezone.now()).pk

    def delete_model(self, request: HttpRequest, obj: Membership) -> None:
        dismiss(obj.user, obj.site)


@admin.register(Policy)
class PolicyAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    form = PolicyForm
    list_display = ("site", "premoderation", "max_links", "comments_on", "version")
    readonly_fields = ("site", "version", "what_is_kept")

    @admin.display(description="What is kept of people, and how long")
    def what_is_kept(self, row: Policy) -> SafeString:
        days = {name: getattr(row, name) for name in DEFAULTS}
        lines = ((kept.what, told(kept, days), kept.goes) for kept in RETENTION)
        return format_html_join("", "<p><strong>{}.</strong> {} {}</p>", lines)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Policy, form: Any, change: bool) -> None:
        save_policy(obj)
