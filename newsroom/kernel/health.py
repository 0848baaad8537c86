"""Whether the process lives, and whether it can serve."""

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from newsroom.kernel import ailments


def live(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok\n", content_type="text/plain")


def ready(request: HttpRequest) -> HttpResponse:
    """The database decides: without Redis, reading and posting go on. What somebody should be woken
    for is said below; readers are sent here all the same."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        alarms = [said for look in ailments.ALARMS.values() for said in look(timezone.now())]
    except DatabaseError:
        return HttpResponse("database\n", status=503, content_type="text/plain")
    lines = ["ok", *(f"alarm: {said}" for said in alarms)]
    return HttpResponse("".join(f"{line}\n" for line in lines), content_type="text/plain")
