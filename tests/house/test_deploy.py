"""The configurations for what stands in front say what the server behind them does."""

import re

from newsroom.kernel.http import kept_for
from newsroom.reads.addresses import LIVE
from tests.plugin import ROOT

NGINX = (ROOT / "deploy/nginx.conf").read_text()
CADDY = (ROOT / "deploy/Caddyfile").read_text()


def block(start: str) -> str:
    found = re.search(rf"^( *){re.escape(start)} \{{\n(.*?)^\1\}}", NGINX, re.S | re.M)
    assert found is not None, start
    return found[2]


def test_streams_are_passed_on_as_they_come() -> None:
    pattern = re.search(r"location ~ (\S+) \{", NGINX)
    assert pattern is not None
    streams = block(f"location ~ {pattern[1]}")
    assert "proxy_buffering off;" in streams
    assert "proxy_cache " not in streams
    for path, is_live in (
        ("/api/v1/sites/daily/live", True),
        ("/api/v1/sites/daily/page", False),
        ("/api/v1/sites/daily/live/more", False),
    ):
        assert bool(re.search(pattern[1], path)) == bool(LIVE.fullmatch(path)) == is_live
    assert "flush_interval -1" in CADDY


def test_whoever_may_be_somebody_is_neither_given_nor_leaves_a_copy() -> None:
    everything = block("location /")
    assert "proxy_cache_bypass $newsroom_personal;" in everything
    assert "proxy_no_cache $newsroom_personal;" in everything
    assert 'map "$http_cookie$http_authorization" $newsroom_personal' in NGINX


def test_nothing_is_kept_for_longer_than_its_answer_says() -> None:
    everything = block("location /")
    assert "proxy_cache_valid" not in NGINX
    assert "proxy_ignore_headers" not in NGINX
    assert "proxy_cache_use_stale updating;" in everything
    assert kept_for() == "public, max-age=1, stale-while-revalidate=3"


def test_nothing_is_compressed_twice() -> None:
    assert "gzip off;" in NGINX
    assert not re.search(r"^\s*encode\b", CADDY, re.M)
