"""What is wrong with a publisher's page is said in words that name the line to change."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from newsroom.embed.page_check import Known, Page, examine

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)
OURS = "https://talk.example"
KNOWN = Known({"daily": frozenset({"www.daily.example"})}, OURS, "0123456789abcdef01")
TAG = f'<script async src="{OURS}/embed/v1.js" data-site="daily"></script>'
CANONICAL = '<link rel="canonical" href="https://www.daily.example/a">'
WIDGET = "<newsroom-comments></newsroom-comments>"
URL = "https://www.daily.example/a?utm=x"


def said(html: str, url: str = URL, known: Known = KNOWN, **headers: str) -> list[str]:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return examine(Page(html, url, named), known, NOW)


def test_of_a_good_page_nothing_is_said() -> None:
    policy = f"script-src {OURS}; connect-src {OURS}"
    html = CANONICAL + TAG + WIDGET

    assert said(html, content_security_policy=policy, date=format_datetime(NOW)) == []
    assert said(html, url="") == []


@pytest.mark.parametrize(
    ("html", "words"),
    [
        (CANONICAL + WIDGET, "script is not on the page"),
        (CANONICAL + TAG.replace(' data-site="daily"', "") + WIDGET, "no data-site"),
        (CANONICAL + TAG.replace("daily", "dayli") + WIDGET, "Wrong site key"),
        (CANONICAL + TAG + TAG + WIDGET, "included twice"),
        (CANONICAL + TAG + TAG.replace("daily", "weekly") + WIDGET, "Two sites"),
        (CANONICAL + TAG, "no widget"),
        (CANONICAL + TAG + "<newsroom-coments></newsroom-coments>", "<newsroom-coments>"),
        (CANONICAL + CANONICAL + TAG + WIDGET, "several <link rel=canonical>"),
        (CANONICAL.replace("www.", "m.") + TAG + WIDGET, "Canonical URL mismatch"),
        (CANONICAL.replace("www.", "m.") + TAG + WIDGET, "Origin not registered: m.daily"),
        (CANONICAL + TAG.replace("https:", "http:") + WIDGET, "Mixed content"),
        (
            CANONICAL + TAG.replace("v1.js", "ffffffffffffffffff/pinned.js") + WIDGET,
            "another version",
        ),
    ],
)
def test_what_is_wrong_is_named(html: str, words: str) -> None:
    assert any(words in sentence for sentence in said(html)), said(html)


@pytest.mark.parametrize(
    ("policy", "words"),
    [
        ("default-src 'self'", f"script-src {OURS}"),
        (f"script-src {OURS}; connect-src 'self'", f"connect-src {OURS}"),
        (f"script-src 'nonce-other' 'strict-dynamic' {OURS}", f"script-src {OURS}"),
        ("script-src *.other.example", f"script-src {OURS}"),
    ],
)
def test_a_policy_that_blocks_is_named_with_the_line_to_add(policy: str, words: str) -> None:
    found = said(CANONICAL + TAG + WIDGET, content_security_policy=policy)

    assert any(sentence.startswith("CSP blocks") and words in sentence for sentence in found)


@pytest.mark.parametrize(
    "policy",
    [
        "script-src 'nonce-abc' 'strict-dynamic'; style-src 'self'",
        "default-src https:",
        "default-src *.example",
        f"script-src-elem {OURS}; script-src 'none'; connect-src {OURS}",
    ],
)
def test_a_policy_that_lets_us_work_is_not_blamed(policy: str) -> None:
    html = CANONICAL + TAG.replace("<script", '<script nonce="abc"') + WIDGET

    assert said(html, content_security_policy=policy) == []


def test_a_policy_in_the_page_counts_too() -> None:
    meta = "<meta http-equiv=Content-Security-Policy content=\"connect-src 'none'\">"

    assert len(said(CANONICAL + meta + TAG + WIDGET)) == 1


def test_a_clock_that_is_off_is_told_by_how_much() -> None:
    date = format_datetime(NOW - timedelta(minutes=7))

    assert said(CANONICAL + TAG + WIDGET, date=date) == [
        "Clock off: the page's server and this one differ by 420 seconds."
    ]
