"""One short name for every element that the readers know, whatever prefix a file chose."""

from __future__ import annotations

import re

# Keyed without scheme, "www." and final slash: exporters disagree on all three.
PREFIXES = {
    "purl.org/rss/1.0/modules/content": "content:",
    "purl.org/dc/elements/1.1": "dc:",
    "purl.org/dc/terms": "dcterms:",
    "search.yahoo.com/mrss": "media:",
    "w3.org/2005/Atom": "atom:",
    "w3.org/1999/02/22-rdf-syntax-ns#": "rdf:",
    "w3.org/1999/xhtml": "xhtml:",
    "w3.org/XML/1998/namespace": "xml:",
    "rssnamespace.org/feedburner/ext/1.0": "feedburner:",
    "google.com/schemas/sitemap-news/0.9": "news:",
    "google.com/schemas/sitemap-image/1.1": "image:",
    "disqus.com/disqus-internals": "dsq:",
    # These are the default namespace of their files, so their names stand bare.
    "purl.org/rss/1.0": "",
    "my.netscape.com/rdf/simple/0.9": "",
    "backend.userland.com/rss2": "",
    "sitemaps.org/schemas/sitemap/0.9": "",
    "google.com/schemas/sitemap/0.84": "",
    "disqus.com": "",
}
WORDPRESS = re.compile(r"wordpress\.org/export/1\.\d+(/excerpt)?")
NOISE = re.compile(r"^https?://(?:www\.)?|/$")


def canonical(raw: str) -> str:
    """Expat's "uri local" as "wp:post_id", "item", …; a namespace nobody knows as "{uri}local"."""
    uri, _, local = raw.rpartition(" ")
    if not uri:
        return local
    bare = NOISE.sub("", uri)
    if bare in PREFIXES:
        return PREFIXES[bare] + local
    wordpress = WORDPRESS.fullmatch(bare)
    if wordpress:
        return ("excerpt:" if wordpress.group(1) else "wp:") + local
    return f"{{{uri}}}{local}"
