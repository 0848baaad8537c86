"""What keeps the widgets of a publisher's page from working, read from its HTML and headers.

The same questions as ``?newsroom-debug`` asks in the browser, and those a browser cannot answer:
what stands in the site's settings, and a policy that blocks the script itself.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import parsedate_to_datetime
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

TOLERATED_SECONDS = 120
WIDGETS = {"comments", "navigation", "related", "section", "latest"}
ENDS = ("/embed/v1.js", "/pinned.js", "/embed/loader.js")


@dataclass(frozen=True)
class Page:
    """A page as it came. ``url`` is '' for a file; header names in lower case."""

    html: str
    url: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Known:
    """What the newsroom knows. ``domains`` by the key of each site, without ports."""

    domains: Mapping[str, frozenset[str]]
    origin: str
    """Where readers reach this server."""
    version: str
    """Of the client's files."""


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.scripts: list[dict[str, str]] = []
        self.canonical: list[str] = []
        self.policies: list[str] = []
        self.elements: list[str] = []
        self.counted = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "script" and said.get("src", "").partition("?")[0].endswith(ENDS):
            self.scripts.append(said)
        elif tag == "link" and "canonical" in said.get("rel", "").lower().split():
            self.canonical.append(said.get("href", ""))
        elif tag == "meta" and said.get("http-equiv", "").lower() == "content-security-policy":
            self.policies.append(said.get("content", ""))
        elif tag.startswith("newsroom-"):
            self.elements.append(tag.removeprefix("newsroom-"))
        self.counted |= "data-newsroom-count" in said


def examine(page: Page, known: Known, now: datetime) -> list[str]:
    """One sentence for each thing to mend."""
    read = _Reader()
    read.feed(page.html)
    if not read.scripts:
        return [f"The script is not on the page: add {tag_of(known)}"]
    script = read.scripts[0]
    return [
        *_tags(read.scripts, known),
        *_elements(read),
        *_addresses(page, read, known.domains.get(script.get("data-site", ""))),
        *_transport(page, script, known),
        *_policies(page, read, script),
        *_clock(page, now),
    ]


def tag_of(known: Known) -> str:
    return f'<script async src="{known.origin}/embed/v1.js" data-site="…"></script>'


def _tags(scripts: list[dict[str, str]], known: Known) -> Iterator[str]:
    keys = [script.get("data-site", "") for script in scripts]
    if not keys[0]:
        yield 'The script tag has no data-site: add data-site="your site\'s key".'
    elif keys[0] not in known.domains:
        yield f"Wrong site key: this newsroom has no site “{keys[0]}”."
    if len(set(keys)) > 1:
        yield f"Two sites on one page: “{keys[0]}” is served, the others are refused."
    elif len(keys) > 1:
        yield "The script is included twice: remove one of the tags."
    for script in scripts:
        src = script["src"]
        if src.endswith("/pinned.js") and known.version not in src:
            yield f"The pinned script is of another version than {known.version}: renew the tag."


def _elements(read: _Reader) -> Iterator[str]:
    for name in sorted(set(read.elements) - WIDGETS):
        yield f"There is no element <newsroom-{name}>: check its spelling."
    if not read.elements and not read.counted:
        yield "There is no widget on the page: add <newsroom-comments></newsroom-comments>."


def _addresses(page: Page, read: _Reader, domains: frozenset[str] | None) -> Iterator[str]:
    if len(read.canonical) > 1:
        yield "There are several <link rel=canonical>: the first is used."
    canonical = urljoin(page.url, read.canonical[0]) if read.canonical else page.url
    named, stood = urlsplit(canonical).hostname, urlsplit(page.url).hostname
    if named and stood and named != stood:
        yield f"Canonical URL mismatch: the page is at {stood} and says it is {canonical}."
    if named and domains is not None and named not in domains:
        yield (
            f"Origin not registered: {named} is not among the site's domains "
            f"({', '.join(sorted(domains))}). Add it in the admin."
        )


def _transport(page: Page, script: dict[str, str], known: Known) -> Iterator[str]:
    src = urljoin(page.url, script["src"])
    if page.url.startswith("https:") and src.startswith("http:"):
        yield f"Mixed content: the page is https and asks for {src}. Write https there."
    origin = _origin(src)
    if origin and origin != known.origin:
        yield f"The script comes from {origin}; this newsroom is {known.origin}."


def _policies(page: Page, read: _Reader, script: dict[str, str]) -> Iterator[str]:
    header = page.headers.get("content-security-policy", "")
    src = _origin(urljoin(page.url, script["src"]))
    for policy in [*header.split(","), *read.policies]:
        rules = {
            words[0].lower(): words[1:] for part in policy.split(";") if (words := part.split())
        }
        loads = rules.get("script-src-elem", rules.get("script-src", rules.get("default-src")))
        if loads is not None and not _lets_run(loads, script, src, page.url):
            yield f"CSP blocks the script. Add to the page's policy: script-src {src}"
        asks = rules.get("connect-src", rules.get("default-src"))
        if asks is not None and not _lets_reach(asks, src, page.url):
            yield f"CSP blocks its requests. Add to the page's policy: connect-src {src}"


def _lets_run(sources: list[str], script: dict[str, str], origin: str, page: str) -> bool:
    nonce = script.get("nonce", "")
    if nonce and f"'nonce-{nonce}'" in sources:
        return True
    if "'strict-dynamic'" in sources:  # names of hosts count for nothing beside it
        return any(f"'{digest}'" in sources for digest in script.get("integrity", "").split())
    return _lets_reach(sources, origin, page)


def _lets_reach(sources: list[str], origin: str, page: str) -> bool:
    scheme, host = urlsplit(origin).scheme, urlsplit(origin).netloc
    for source in sources:
        if source in ("*", f"{scheme}:") or (source == "'self'" and _origin(page) == origin):
            return True
        wanted, _, rest = source.rpartition("://")
        name = rest.split("/")[0]
        if wanted and wanted != scheme and (wanted, scheme) != ("http", "https"):
            continue
        if name == host or (name.startswith("*.") and host.endswith(name[1:])):
            return True
    return False


def _clock(page: Page, now: datetime) -> Iterator[str]:
    try:
        off = abs((now - parsedate_to_datetime(page.headers["date"])).total_seconds())
    except (KeyError, ValueError, TypeError):
        return
    if off > TOLERATED_SECONDS:
        yield f"Clock off: the page's server and this one differ by {off:.0f} seconds."


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""
