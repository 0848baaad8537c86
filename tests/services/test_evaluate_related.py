"""An evaluation reads corpora as people have them, and runs the product's own path on them."""

import gzip
import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management.base import CommandError

from articles.management.commands.evaluate_related import records
from articles.services.corpus_record import told_of
from articles.services.evaluate import evaluate
from articles.services.register import register
from tests.factories import a_site
from tests.services.paper import a_text

STORIES = [f"{subject}-{number}" for number in range(4) for subject in ("harbour", "football")]

ODD: list[dict[str, Any]] = [
    {},
    {"title": None, "text": None, "lang": None, "tags": None, "published_at": "yesterday"},
    {"title": "a\nb\x00", "text": "\x00 text \u202e \ue000", "tags": ["a\x00b", 3, None]},
    {"lang": "english!", "published_at": 1_700_000_000_000, "section": ["World", "Asia"]},
    {"title": "t" * 5000, "tags": "port, ships", "authors": [{"name": "Bo"}, {}]},
    {"text": ["one", "two"], "published_at": "2999-01-01", "tags": {"a": 1}, "authors": 7},
    {"text": "e" + "\u0301" * 50},
]


@pytest.fixture
def corpus(now: datetime) -> list[dict[str, Any]]:
    return [
        {
            "id": name,
            "title": f"Story {name}",
            "text": a_text(name.partition("-")[0], name),
            "published_at": (now - timedelta(days=at)).isoformat(),
        }
        for at, name in enumerate(STORIES)
    ]


def write(folder: Path, text: str) -> Path:
    file = folder / "corpus.jsonl"
    file.write_text(text, encoding="utf-8")
    return file


@pytest.mark.django_db
def test_each_article_leads_to_those_of_its_subject(
    corpus: list[dict[str, Any]], now: datetime
) -> None:
    found = dict(evaluate(corpus, now, language="en"))
    assert list(found) == STORIES
    for name in STORIES:
        assert {other.partition("-")[0] for other in found[name][:3]} == {name.partition("-")[0]}


@pytest.mark.django_db
def test_only_older_ones_where_that_is_asked_for(
    corpus: list[dict[str, Any]], now: datetime
) -> None:
    found = dict(evaluate(corpus, now, language="en", earlier=True))
    assert found["harbour-0"] and found["harbour-3"] == []
    for name, others in found.items():
        assert all(STORIES.index(other) > STORIES.index(name) for other in others)


@pytest.mark.django_db
@pytest.mark.parametrize("record", ODD)
def test_what_makes_no_sense_is_left_out(record: dict[str, Any], now: datetime) -> None:
    data = told_of(record, 1, "en", now)
    site = a_site(key="evaluation", domains=["evaluation.example"])
    assert register(site, "1", data, now).created


def test_other_names_of_the_same_fields_are_known(now: datetime) -> None:
    usual = {"title": "T", "text": "B", "lang": "tr", "published_at": "2020-01-01", "tags": ["a"]}
    other = {"headline": "T", "content": "B", "language": "tr", "date": "2020-01-01", "tags": "a"}
    assert told_of(usual, 1, "en", now) == told_of(other, 1, "en", now)


def test_a_list_and_a_gzipped_file_are_read_too(tmp_path: Path) -> None:
    told = [{"id": "1"}, {"id": "2"}]
    assert list(records(write(tmp_path, json.dumps(told)))) == told
    packed = tmp_path / "corpus.gz"
    packed.write_bytes(gzip.compress(b"".join(json.dumps(one).encode() + b"\n\n" for one in told)))
    assert list(records(packed)) == told


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('{"id": "1"}\n{"id"', "line 2: not a JSON object"),
        ('{"id": "1"}\n[]', "line 2: not a JSON object"),
        ('{"title": "no id"}', "line 1: not a JSON object with an id"),
        ('{"id": 1}\n{"id": "1"}', "line 2: the id '1' stands twice"),
        ('[{"id": "1"}', "not a JSON list"),
    ],
)
def test_a_file_that_cannot_be_read_says_where(tmp_path: Path, text: str, reason: str) -> None:
    with pytest.raises(CommandError, match=reason):
        list(records(write(tmp_path, text)))
