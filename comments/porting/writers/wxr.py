"""A WordPress export with the comments of each article; its words stay with the publisher."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TextIO

from comments.porting.writers.discussion import Discussion, Discussions, Said
from comments.porting.writers.xml_text import XmlText

SPACES = {
    "xmlns__excerpt": "http://wordpress.org/export/1.2/excerpt/",
    "xmlns__content": "http://purl.org/rss/1.0/modules/content/",
    "xmlns__dc": "http://purl.org/dc/elements/1.1/",
    "xmlns__wp": "http://wordpress.org/export/1.2/",
}
APPROVED = {"published": "1", "spam": "spam", "rejected": "trash", "removed": "trash",
            "withdrawn": "trash"}  # fmt: skip
WAITS = "0"


def write(discussions: Discussions, site: str, out: TextIO) -> None:
    xml = XmlText(out)
    xml.start("rss", version="2.0", **SPACES)
    xml.start("channel")
    xml.element("title", site)
    xml.element("wp:wxr_version", "1.2")
    for number, talk in enumerate(discussions, start=1):
        _post(xml, talk, str(number))
    xml.end("channel")
    xml.end("rss")


def _post(xml: XmlText, talk: Discussion, number: str) -> None:
    xml.start("item")
    xml.element("title", talk.title)
    xml.element("link", talk.url)
    xml.element("guid", talk.article, isPermaLink="false")
    xml.element("content:encoded", "")
    xml.element("wp:post_id", number)
    xml.element("wp:post_date_gmt", _time(talk.opened_at))
    xml.element("wp:comment_status", "closed" if talk.closed else "open")
    xml.element("wp:status", "publish")
    xml.element("wp:post_type", "post")
    for said in talk.comments:
        _comment(xml, said)
    xml.end("item")


def _comment(xml: XmlText, said: Said) -> None:
    xml.start("wp:comment")
    xml.element("wp:comment_id", str(said.id))
    xml.element("wp:comment_author", said.name)
    xml.element("wp:comment_author_email", said.email)
    xml.element("wp:comment_author_url", said.website)
    xml.element("wp:comment_author_IP", said.ip)
    xml.element("wp:comment_date", _time(said.created_at))
    xml.element("wp:comment_date_gmt", _time(said.created_at))
    xml.element("wp:comment_content", said.html)
    xml.element("wp:comment_approved", APPROVED.get(said.status, WAITS))
    xml.element("wp:comment_type", "comment")
    xml.element("wp:comment_parent", str(said.parent or 0))
    xml.element("wp:comment_user_id", "0")
    xml.end("wp:comment")


def _time(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S")
