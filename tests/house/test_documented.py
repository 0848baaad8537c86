"""What the docs do not mention does not exist: every setting, event, command, route and error code
stands in them, and they name none that is gone."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from articles import site_settings
from comments.api.refusals import SENTENCES as REFUSALS
from comments.member_tokens import SENTENCES as OF_TOKENS
from comments.models import Policy
from newsroom import errors
from newsroom.wiring import WIRING
from tests.api.routes import routes
from tests.house.sources import ROOT, sources

DOCS = ROOT / "docs"


def text(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def words(name: str) -> set[str]:
    """What stands in code marks."""
    return set(re.findall(r"`([^`\n]+)`", text(name)))


def env_settings() -> set[str]:
    """Of the server and its supervisor, each with its prefix."""
    return {
        f"NEWSROOM_{call.args[0].value}"
        for source in sources()
        for call in ast.walk(source.tree)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id in ("env_str", "env_bool", "env_int", "env_list", "env_secret")
        and call.args
        and isinstance(call.args[0], ast.Constant)
    }


def test_every_setting_of_the_environment_is_described() -> None:
    assert env_settings() - words("configure.md") == set()


def test_no_setting_of_the_environment_is_described_that_is_gone() -> None:
    described = set(re.findall(r"^\| `(NEWSROOM_\w+)`", text("configure.md"), re.MULTILINE))
    assert described - env_settings() == set()


def test_every_setting_of_a_site_is_described() -> None:
    names = {field.name for field in Policy._meta.concrete_fields} - {"id", "site", "version"}
    assert (names | set(site_settings.NAMES)) - words("configure.md") == set()


def test_every_event_is_described() -> None:
    described = set(re.findall(r"^\| `([\w.]+)`", text("events.md"), re.MULTILINE))
    assert described == set(WIRING)


def commands() -> set[str]:
    files = [Path(source.path) for source in sources()]
    return {
        path.stem
        for path in files
        if path.parent.parts[-2:] == ("management", "commands") and path.stem != "__init__"
    }


def test_every_command_is_described() -> None:
    everywhere = " ".join(path.read_text(encoding="utf-8") for path in DOCS.rglob("*.md"))
    missing = {name for name in commands() if not re.search(rf"`(?:manage )?{name}\b", everywhere)}
    assert missing == set()


# Not for programs, and described where they belong: the demo, the admin, the front door.
ELSEWHERE = ("demo/", "admin/")


def paths() -> list[str]:
    """Routes as the docs write them: ``/api/v1/sites/{site}/page``."""
    found = [route.pattern for route in routes() if not route.pattern.startswith(ELSEWHERE)]
    return ["/" + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", pattern) for pattern in found if pattern]


@pytest.mark.parametrize("path", paths())
def test_every_route_is_described(path: str) -> None:
    described = re.search(rf"{re.escape(path)}[`?\s]", text("api.md")) is not None
    assert described, "write into docs/api.md what it answers"


def test_no_call_is_described_that_is_gone() -> None:
    described = set(re.findall(r"`[A-Z]+ (/[^`?]+)`", text("api.md")))
    assert described - set(paths()) == set()


def literal_codes() -> Iterator[str]:
    """The codes that stand in the sources as they are; those of fields have the field before."""
    makers = {"Problem": 1, "BodyError": 0, "problem_response": 1, "refuse": 2, "Refused": 0,
              "refused": 0}  # fmt: skip
    for source in sources():
        for call in ast.walk(source.tree):
            if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Name):
                continue
            place = makers.get(call.func.id)
            if place is None or len(call.args) <= place:
                continue
            argument = call.args[place]
            if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                yield argument.value


def test_every_error_code_is_described() -> None:
    codes = set(literal_codes()) | set(REFUSALS) | {code for code, _ in errors.SENTENCES.values()}
    codes |= set(OF_TOKENS)
    codes |= {"body_empty", "body_too_long", "name_required", "email_required"}
    assert codes - words("api.md") == set()
