"""Tables as files: streamed, and safe to open in a spreadsheet."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.http import StreamingHttpResponse

from newsroom.kernel.csv_cell import cell


def as_file(rows: Iterable[Mapping[str, Any]], kind: str, name: str) -> StreamingHttpResponse:
    """``kind``: csv or json. Every row has the keys of the first."""
    parts = _csv(rows) if kind == "csv" else _json(rows)
    types = {"csv": "text/csv; charset=utf-8", "json": "application/json; charset=utf-8"}
    response = StreamingHttpResponse(parts, content_type=types[kind])
    response["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _csv(rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    place = io.StringIO()
    writer = csv.writer(place)
    for number, row in enumerate(rows):
        if not number:
            writer.writerow(row)
        writer.writerow([cell(value) for value in row.values()])
        yield place.getvalue()
        place.seek(0)
        place.truncate()


def _json(rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    before = "["
    for row in rows:
        yield before + "\n" + json.dumps(row, ensure_ascii=False)
        before = ","
    yield "[]\n" if before == "[" else "\n]\n"
