"""The outbox, visible: what waits, what failed, what is dead, and a button to try it again."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from newsroom.kernel import outbox
from newsroom.kernel.look_only import LookOnly
from newsroom.kernel.models import OutboxEvent

admin.site.site_header = admin.site.site_title = "Newsroom"
admin.site.index_title = "The desk"


class Standing(admin.SimpleListFilter):
    title = "standing"
    parameter_name = "standing"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            ("open", "waiting"),
            ("failed", "failed, tried again"),
            ("dead", "dead"),
            ("done", "done"),
        ]

    def queryset(self, request: HttpRequest, rows: QuerySet[OutboxEvent]) -> QuerySet[OutboxEvent]:
        wanted: dict[str, dict[str, Any]] = {
            "open": {"done_at": None, "dead": False},
            "failed": {"done_at": None, "dead": False, "tries__gt": 0},
            "dead": {"dead": True},
            "done": {"done_at__isnull": False},
        }
        return rows.filter(**wanted.get(self.value() or "", {}))


@admin.register(OutboxEvent)
class OutboxEventAdmin(LookOnly):
    list_display = (
        "id",
        "name",
        "key",
        "task",
        "created",
        "due",
        "tries",
        "dead",
        "done_at",
        "error",
    )
    list_filter = (Standing, "lane")
    ordering = ("-id",)
    actions = ("replay",)

    def get_actions(self, request: HttpRequest) -> Any:
        may = request.user.has_perm("kernel.change_outboxevent")
        return super().get_actions(request) if may else {}

    @admin.action(description="Try dead ones again")
    def replay(self, request: HttpRequest, rows: QuerySet[OutboxEvent]) -> None:
        count = outbox.replay(list(rows.values_list("pk", flat=True)), timezone.now())
        self.message_user(request, f"{count} wait again.", messages.SUCCESS)
