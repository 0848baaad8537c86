"""What moderators tell each other at a card."""

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from comments.api import outputs
from comments.api.desk import shapes
from comments.api.desk.door import DeskView
from comments.api.inputs import CleanField
from comments.models import DeskNote
from comments.roles import May
from comments.services.desk_notes import note_on
from newsroom.kernel.api import StrictSerializer
from newsroom.kernel.fields import clean_line


class NoteInput(StrictSerializer):
    text = CleanField(lambda value: clean_line(value, max_length=500, required=True))


class NotesView(DeskView):
    """Notes on a comment, the first first."""

    asks = {"GET": May.READ_QUEUE, "POST": May.DECIDE}

    @extend_schema(operation_id="notes", responses={200: shapes.Notes, 404: outputs.Problem})
    def get(self, request: Request, site: str, comment: int) -> Response:
        rows = DeskNote.objects.filter(comment=self.comment(comment).pk).select_related("by")
        return Response({"notes": [shown(row) for row in rows.order_by("id")]})

    @extend_schema(
        operation_id="note",
        request=NoteInput,
        responses={201: shapes.Note, 404: outputs.Problem, 422: outputs.Problem},
    )
    def post(self, request: Request, site: str, comment: int) -> Response:
        row = self.comment(comment)
        data = NoteInput(data=request.data)
        data.is_valid(raise_exception=True)
        made = note_on(row, data.validated_data["text"], self.at.user, timezone.now())
        return Response(shown(made), status=201)


def shown(note: DeskNote) -> dict[str, object]:
    who = note.by.get_username() if note.by else ""
    return {"id": note.pk, "who": who, "text": note.text, "created": note.created}
