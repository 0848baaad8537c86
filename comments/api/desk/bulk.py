"""One word on many: counted first, done in the background, taken back as one."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from comments.api import outputs
from comments.api.desk import shapes
from comments.api.desk.asked import Strictly, WantedInput, selection
from comments.api.desk.deciding import TO, WITH_REASON
from comments.api.desk.door import DeskView
from comments.api.inputs import WholeNumber
from comments.desk_reasons import REFUSAL_REASONS
from comments.models import BulkJob
from comments.reading.bulk_jobs import dry_run, flat, progress
from comments.reading.selection import MOST, selected
from comments.roles import May
from comments.services.bulk import begin, undo_all
from comments.states import Status
from newsroom.kernel.api import Problem, StrictSerializer

SAMPLE, SHOWN = 20, 50


class BulkInput(StrictSerializer):
    """``newest`` comes from the dry run, and is needed to begin."""

    wanted = WantedInput()
    to = serializers.ChoiceField([status.value for status in TO])
    reason = serializers.ChoiceField(list(REFUSAL_REASONS), required=False)
    dry_run = Strictly()
    newest = WholeNumber(required=False)


class BulkView(DeskView):
    """What was done in bulk lately; a dry run; and the beginning of one."""

    asks = {"GET": May.DECIDE, "POST": May.DECIDE}

    @extend_schema(operation_id="bulk_jobs", responses={200: shapes.Jobs})
    def get(self, request: Request, site: str) -> Response:
        rows = BulkJob.objects.filter(site=self.at.site).select_related("by")[:SHOWN]
        return Response({"jobs": [shown(row) for row in rows]})

    @extend_schema(
        operation_id="bulk_begin",
        request=BulkInput,
        responses={200: shapes.Counted, 202: shapes.Job, 422: outputs.Problem},
    )
    def post(self, request: Request, site: str) -> Response:
        data = BulkInput(data=request.data)
        data.is_valid(raise_exception=True)
        said, now = data.validated_data, timezone.now()
        to, wanted = Status(said["to"]), selection(said["wanted"])
        named = {name: value for name, value in flat(wanted).items() if value}
        if not (wanted.tab or wanted.author or wanted.domain or wanted.like):
            raise Problem(422, "wanted_required", "Name a tab, an author, a domain or a comment.")
        rows = selected(self.at.site.pk, wanted, to, now)
        if said["dry_run"]:
            found = dry_run(rows)
            sample = list(rows.values_list("pk", flat=True)[:SAMPLE])
            body = {"count": found.count, "most": MOST, "newest": found.newest, "sample": sample}
            return Response(body)
        if "newest" not in said:
            raise Problem(422, "newest_required", "Send newest of the dry run.")
        reason = said.get("reason", "") if to in WITH_REASON else ""
        chosen = rows.filter(pk__lte=said["newest"])[:MOST]
        job = begin(self.at.site.pk, chosen, to, reason, named, self.at.user, now)
        return Response(shown(job), status=202)


class JobDeskView(DeskView):
    def job(self, pk: int) -> BulkJob:
        rows = BulkJob.objects.filter(site=self.at.site, pk=pk).select_related("by")
        row = rows.first() if pk < 2**63 else None
        if row is None:
            raise Problem(404, "job_unknown", "There is no such bulk here.")
        return row


class JobView(JobDeskView):
    """How far it is: ``done`` of ``total``, and how many items stand in which state."""

    asks = {"GET": May.DECIDE}

    @extend_schema(operation_id="bulk_job", responses={200: shapes.Job, 404: outputs.Problem})
    def get(self, request: Request, site: str, job: int) -> Response:
        return Response(shown(self.job(job)))


class JobUndoView(JobDeskView):
    """Takes all of it back, in the background; what was decided on since stays."""

    asks = {"POST": May.DECIDE}

    @extend_schema(
        operation_id="bulk_undo",
        request=None,
        responses={202: shapes.Job, 403: outputs.Problem, 404: outputs.Problem},
    )
    def post(self, request: Request, site: str, job: int) -> Response:
        row = self.job(job)
        if row.by_id != self.at.user.pk:
            raise Problem(403, "not_yours", "Only whoever did it can take it back.")
        undo_all(row, self.at.user, timezone.now())
        return Response(shown(self.job(job)), status=202)


def shown(job: BulkJob) -> dict[str, Any]:
    found = progress(job)
    names = ("state", "to", "reason", "wanted", "created", "ended")
    return {
        "id": job.pk,
        **{name: getattr(job, name) for name in names},
        "who": job.by.get_username() if job.by else "",
        "total": found.total,
        "done": found.ended,
        "items": found.counts,
    }
