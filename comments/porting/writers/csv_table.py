"""A table for a spreadsheet: one comment a row."""

from __future__ import annotations

import csv
from typing import TextIO

from comments.porting.writers.discussion import Discussions
from newsroom.kernel.csv_cell import cell

COLUMNS = [
    "id", "article", "url", "title", "parent", "name", "email", "website", "badge", "status",
    "created_at", "edited_at", "votes", "score", "pinned", "picked", "text",
]  # fmt: skip


def write(discussions: Discussions, site: str, out: TextIO) -> None:
    table = csv.writer(out)
    table.writerow(COLUMNS)
    for talk in discussions:
        for said in talk.comments:
            row = [said.id, talk.article, talk.url, talk.title, said.parent or ""]
            row += [said.name, said.email, said.website, said.badge, said.status]
            row += [said.created_at.isoformat(), said.edited_at and said.edited_at.isoformat()]
            row += [said.votes, said.score, int(said.pinned), int(said.picked), said.text]
            table.writerow([cell(value) for value in row])
