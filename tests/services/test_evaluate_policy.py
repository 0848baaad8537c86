"""``evaluate_policy``: a file of comments through the product's own pipeline."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

AD = "My cousin earned {} dollars last week working from home with this https://pills.example/"


@pytest.fixture
def evaluated(tmp_path: Path) -> Any:
    def run(rows: list[dict[str, Any]], *wanted: str, **options: Any) -> list[dict[str, Any]]:
        source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
        source.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
        if rules := options.pop("rules", ""):
            (tmp_path / "rules").write_text(rules, encoding="utf-8")
            options["rules"] = str(tmp_path / "rules")
        call_command("evaluate_policy", str(source), str(target), *wanted, **options)
        return [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]

    return run


def test_a_newcomer_waits_and_a_rule_condemns(evaluated: Any) -> None:
    rows = [{"id": 1, "text": "Good morning."}, {"id": 2, "text": "The cаsino is open."}]
    first, second = evaluated(rows, rules="spam: casino")
    assert (first["id"], first["decision"]) == (1, "held")
    assert (second["decision"], second["reasons"]) == ("spam", ["listed_word"])


def test_settings_are_those_of_a_site(evaluated: Any) -> None:
    [row] = evaluated([{"id": 1, "text": "Good morning to all."}], "premoderation=none")
    assert "first_comment" not in row["reasons"]


def test_whom_people_approved_is_known_from_then_on(evaluated: Any) -> None:
    rows = [
        {"id": n, "text": f"What a fine day number {n} is.", "email": "ada@example.org", "label": 0}
        for n in range(3)
    ]
    decisions = [row["reasons"] for row in evaluated(rows, learn=1)]
    assert "first_comment" in decisions[0] and "first_comment" not in decisions[2]


def test_a_campaign_is_seen_in_a_file(evaluated: Any) -> None:
    rows = [{"id": n, "text": AD.format(n), "email": f"{n}@example.org"} for n in range(3)]
    assert evaluated(rows)[2]["decision"] == "spam"


@pytest.mark.parametrize("wanted", ["nope=1", "max_links=many", "max_links"])
def test_a_setting_that_cannot_be_is_told(evaluated: Any, wanted: str) -> None:
    with pytest.raises(CommandError):
        evaluated([{"id": 1, "text": "x"}], wanted)


def test_one_person_everywhere_at_once_is_seen_in_a_file(evaluated: Any) -> None:
    rows = [
        {"id": n, "text": f"Word {n} of mine.", "email": "ada@example.org", "article": f"story-{n}",
         "created_at": f"2026-05-04T12:00:0{n}+00:00"}
        for n in range(7)
    ]  # fmt: skip
    found = evaluated(rows)
    assert "many_places" not in found[4]["reasons"]
    assert "many_places" in found[5]["reasons"]


def test_a_place_that_strangers_suddenly_link_to_is_seen_in_a_file(evaluated: Any) -> None:
    texts = ("Look, a boat", "My aunt has this too", "Nothing of the kind here", "And again so")
    rows = [
        {"id": n, "text": f"{text} https://one.example.net/{n}", "email": f"{n}@example.org"}
        for n, text in enumerate(texts)
    ]
    assert "repeated_link" in evaluated(rows)[2]["reasons"]
    known = [{**row, "label": 0} for row in rows]
    assert "repeated_link" not in evaluated(known, learn=4)[3]["reasons"]


def test_what_an_address_says_by_itself_counts_in_a_file(evaluated: Any) -> None:
    row = {"id": 1, "text": "Good morning.", "email": "ada@mailinator.com"}
    assert "email_disposable" in evaluated([row])[0]["reasons"]
    assert evaluated([row], "email_disposable=accept")[0]["reasons"] == ["first_comment"]


def test_whose_address_is_confirmed_is_believed_in_a_file(evaluated: Any) -> None:
    row = {"id": 1, "text": "Good morning.", "email": "ada@example.org"}
    wanted = "premoderation=unverified"
    assert evaluated([row], wanted)[0]["decision"] == "held"
    assert evaluated([{**row, "confirmed": True}], wanted)[0]["decision"] == "published"
