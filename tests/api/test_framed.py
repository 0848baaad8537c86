"""Comments in a frame: only pages of the site may hold them. And doctor's look at a page."""

import json
import re
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from articles.models import Article
from newsroom.embed import page_doctor
from newsroom.embed.assets import CLIENT, integrity
from newsroom.embed.page_check import Page, examine
from newsroom.kernel import egress
from tests.conftest import Reader
from tests.factories import NOON

pytestmark = pytest.mark.usefixtures("clock")
FRAME = "/sites/daily/frame?article=story-1&holder="


def test_a_page_of_the_site_may_frame_its_comments(reader: Reader, article: Article) -> None:
    answer = reader.get(f"{FRAME}https://daily.example&theme=dark&density=%22%3E%3Cscript%3E")
    html = answer.content.decode()

    assert answer.status_code == 200
    assert "frame-ancestors https://daily.example" in answer["Content-Security-Policy"]
    assert "X-Frame-Options" not in answer
    assert 'article="story-1" theme="dark" density="&quot;&gt;&lt;script&gt;"' in html
    assert 'data-holder="https://daily.example"' in html


@pytest.mark.parametrize(
    "holder",
    ["", "https://evil.example", "https://daily.example/x", "https://daily.example@evil.example",
     "javascript://daily.example", "https://daily.example; script-src *", "https://[", "null"],
)  # fmt: skip
def test_no_other_page_may(reader: Reader, article: Article, holder: str) -> None:
    answer = reader.get(FRAME + holder)

    assert answer.status_code == 403
    assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]


def doctor(page: str) -> tuple[int, str]:
    out = StringIO()
    try:
        call_command("doctor", page=page, stdout=out)
    except SystemExit as end:
        return int(str(end.code)), out.getvalue()
    return 0, out.getvalue()


PAGE = """<link rel="canonical" href="https://daily.example/story-1">
<script async src="{}/embed/v1.js" data-site="{}"></script>
<newsroom-comments></newsroom-comments>"""


def test_doctor_reads_a_file(article: Article, tmp_path: Path) -> None:
    good, bad = tmp_path / "good.html", tmp_path / "bad.html"
    good.write_text(PAGE.format(page_doctor.known().origin, "daily"))
    bad.write_text(PAGE.format(page_doctor.known().origin, "dayli"))

    assert doctor(str(good)) == (0, f"ok   {good}\n")
    status, told = doctor(str(bad))
    assert status == 1
    assert "Wrong site key: this newsroom has no site “dayli”." in told
    assert doctor(str(tmp_path / "none.html"))[0] == 1


def test_doctor_fetches_an_address_by_the_one_door_out(
    article: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    headers = {"content-security-policy": "default-src 'self'"}
    body = PAGE.format(page_doctor.known().origin, "daily").encode()
    monkeypatch.setattr(egress, "fetch", lambda *_, **__: egress.Fetched(200, headers, body))
    status, told = doctor("https://daily.example/story-1")

    assert status == 1
    assert "CSP blocks the script" in told


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (egress.NotFetched("dns_failed", "No address is known for x."), "cannot be fetched"),
        (egress.Fetched(302, {"location": "/b"}, b""), "look at https://daily.example/b"),
        (egress.Fetched(500, {}, b""), "answers 500"),
    ],
)
def test_doctor_says_why_a_page_could_not_be_read(
    db: None, monkeypatch: pytest.MonkeyPatch, answer: object, words: str
) -> None:
    monkeypatch.setattr(egress, "fetch", lambda *_, **__: answer)

    assert words in doctor("https://daily.example/a")[1]


def test_the_tag_of_a_site_is_printed_ready_to_paste(article: Article) -> None:
    out = StringIO()
    call_command("embed_tag", "daily", stdout=out)
    html = out.getvalue() + "<newsroom-comments></newsroom-comments>"

    assert examine(Page(html), page_doctor.known(), NOON) == []
    with pytest.raises(CommandError, match="no site 'dayli'"):
        call_command("embed_tag", "dayli")


def test_a_pinned_tag_holds_every_file_to_its_sum(article: Article) -> None:
    out = StringIO()
    call_command("embed_tag", "daily", pinned=True, stdout=out)
    html = out.getvalue()
    [held] = re.findall(r'<script type="importmap">(.*?)</script>', html)
    sums = json.loads(held)["integrity"]
    origin = page_doctor.known().origin

    assert (
        examine(Page(html + "<newsroom-latest></newsroom-latest>"), page_doctor.known(), NOON) == []
    )
    assert f'integrity="{CLIENT.integrity["pinned.js"]}" crossorigin="anonymous"' in html
    assert len(sums) == len(CLIENT.integrity) - 1
    for address, digest in sums.items():
        asset = CLIENT.find(address.removeprefix(origin))
        assert asset is not None
        assert integrity(asset.body.decode()) == digest
