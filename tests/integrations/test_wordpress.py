"""The WordPress plugin, run by PHP against as much of WordPress as it touches."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.house.sources import ROOT

pytestmark = [pytest.mark.php, pytest.mark.pure]

PLUGIN = ROOT / "integrations" / "wordpress" / "newsroom"
SET_UP = {
    "newsroom_url": "https://comments.daily.example/",
    "newsroom_site": "daily",
    "newsroom_key": "secret",
}


def run(**options: Any) -> dict[str, Any]:
    stub = Path(__file__).with_name("wordpress.php")
    done = subprocess.run(
        [shutil.which("php") or "php", "-n", str(stub), str(PLUGIN), json.dumps(options)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_a_site_that_is_set_up_has_the_script_and_our_template_with_server_html() -> None:
    found = run(**SET_UP)

    assert found["head"].strip() == (
        '<script async src="https://comments.daily.example/embed/v1.js" data-site="daily"></script>'
    )
    assert found["template"] == str(PLUGIN / "comments.php")
    assert '<newsroom-comments article="42">\n<p>Server HTML</p></newsroom-comments>' in found[
        "shown"
    ].replace("</p>\n<", "</p><")
    assert found["short"] == (
        '<newsroom-related article="42"></newsroom-related><newsroom-latest></newsroom-latest>'
    )


def test_the_html_is_asked_for_once_and_waited_for_a_second() -> None:
    asked = [one for one in run(**SET_UP)["requests"] if one["method"] == "GET"]

    assert [one["url"] for one in asked] == [
        "https://comments.daily.example/sites/daily/comments?article=42&fragment=1"
    ]
    assert asked[0]["timeout"] == 1


def test_a_newsroom_that_fails_leaves_the_element_empty_and_the_push_says_so() -> None:
    found = run(**SET_UP, status=503)

    assert "Server HTML" not in found["shown"]
    assert "<newsroom-comments" in found["shown"]
    assert found["error"].startswith("Newsroom answered 503")


def test_a_saved_post_is_told_as_the_api_takes_it_without_making_the_editor_wait() -> None:
    put = next(one for one in run(**SET_UP)["requests"] if one["method"] == "PUT")

    assert put["url"] == "https://comments.daily.example/api/v1/sites/daily/articles/42"
    assert put["headers"]["Authorization"] == "Bearer secret"
    assert put["blocking"] is False
    assert json.loads(put["body"]) == {
        "url": "https://www.daily.example/tram/",
        "title": "A tram for all",
        "summary": "",
        "body": "<p>Words</p>",
        "tags": ["tram"],
        "authors": ["Ada Moreau"],
        "language": "de-de",
        "published_at": "2026-01-01T09:00:00+00:00",
        "status": "published",
        "section": "City",
        "image": {
            "url": "https://www.daily.example/a.jpg",
            "width": 1200,
            "height": 675,
            "caption": "The harbour",
        },
    }


@pytest.mark.parametrize(
    ("state", "told"),
    [("draft", "draft"), ("private", "draft"), ("future", "scheduled"), ("trash", "withdrawn")],
)
def test_a_post_that_is_not_public_is_told_as_such(state: str, told: str) -> None:
    put = next(o for o in run(**SET_UP, post_status=state)["requests"] if o["method"] == "PUT")

    assert json.loads(put["body"])["status"] == told


def test_a_deleted_post_is_taken_back_and_all_posts_go_in_one_batch() -> None:
    asked = run(**SET_UP)["requests"]
    methods = [(one["method"], one["url"].rpartition("/sites/daily")[2]) for one in asked]

    assert ("DELETE", "/articles/42") in methods
    assert ("POST", "/articles") in methods
    batch = next(one for one in asked if one["method"] == "POST")
    assert [article["id"] for article in json.loads(batch["body"])["articles"]] == ["42"]


def test_without_settings_the_themes_own_comments_stay_and_nothing_is_asked() -> None:
    found = run()

    assert found["template"] == "/theme/comments.php"
    assert found["head"] == found["short"] == ""
    assert found["requests"] == []
    assert found["error"] == "Fill in Settings → Newsroom first."
