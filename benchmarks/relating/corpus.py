"""Articles with labels: which of them a person linked from which."""

import gzip
import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

UNDATED = datetime(1, 1, 1, tzinfo=UTC)
# Of an article, by its place in the file: the others, best first.
Ranking = Callable[[int], list[int]]
# Whether the second may be shown beside the first.
Among = Callable[[int, int], bool]


def lines(path: Path) -> Iterator[dict[str, Any]]:
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as file:
        yield from map(json.loads, file)


class Corpus:
    def __init__(self, docs: Path, qrels: Path) -> None:
        self.docs = list(lines(docs))
        number = {doc["id"]: at for at, doc in enumerate(self.docs)}
        self.labels = {
            number[row["id"]]: {number[other]: grade for other, grade in row["rel"].items()}
            for row in lines(qrels)
        }
        self.published = [moment(doc) for doc in self.docs]

    def is_before(self, one: int, other: int) -> bool:
        first, second = self.published[one], self.published[other]
        return (first or UNDATED, one) < (second or UNDATED, other)


def moment(doc: dict[str, Any]) -> datetime | None:
    text = doc.get("published_at")
    if not text:
        return None
    time = datetime.fromisoformat(text.replace("Z", "+00:00"))
    return time if time.tzinfo else time.replace(tzinfo=UTC)
