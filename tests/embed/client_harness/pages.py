"""Publishers' pages that carry the widgets."""

from __future__ import annotations

SCRIPT = '<script async {nonce} src="{{newsroom}}/embed/v1.js" data-site="demo"></script>'

SCRIPT_TWICE = '<script async src="{newsroom}/embed/v1.js" data-site="demo"></script>'

LOOK = """
  body { font: 17px/1.6 Georgia, serif; margin: 0; background: #fff; color: #222 }
  main { max-width: 44rem; margin: 0 auto; padding: 1.5rem 1.25rem }
  main > * + * { margin-block-start: 2.5rem }
  h1 { font-size: 2.1em; line-height: 1.15 }
  newsroom-comments { margin-block-start: 3rem }
"""
DARK = "body { background: #14171c; color: #e8e6e1 }"

ALL = """
<newsroom-navigation article="story-42"></newsroom-navigation>
<newsroom-related article="story-42"></newsroom-related>
<newsroom-comments article="story-42"></newsroom-comments>
<newsroom-section article="story-42"></newsroom-section>
"""
COMMENTS = '<newsroom-comments article="story-42"></newsroom-comments>'


def page(
    body: str = COMMENTS,
    *,
    head: str = "",
    css: str = LOOK,
    language: str = "en",
    direction: str = "ltr",
    nonce: str = "",
) -> str:
    """A whole document; ``nonce`` goes on our script and nothing is inline when it is set."""
    style = "" if nonce else f"<style>{css}</style>"
    script = SCRIPT.format(nonce=f'nonce="{nonce}"' if nonce else "").replace("{{", "{")
    return (
        f'<!doctype html><html lang="{language}" dir="{direction}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>A tram for the harbour</title>'
        f"{style}{head}{script.replace('}}', '}')}</head>"
        f"<body><main><h1>A tram for the harbour, and who pays for it</h1>{body}</main></body>"
    )
