"""The XML of Disqus. It knows no state of waiting: what was not published is marked as deleted."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TextIO

from comments.porting.writers.discussion import Discussion, Discussions, Said
from comments.porting.writers.xml_text import XmlText

SPACES = {
    "xmlns": "http://disqus.com",
    "xmlns__dsq": "http://disqus.com/disqus-internals",
}


def write(discussions: Discussions, site: str, out: TextIO) -> None:
    xml = XmlText(out)
    xml.start("disqus", **SPACES)
    for number, talk in enumerate(discussions, start=1):
        _thread(xml, talk, str(number))
        for said in talk.comments:
            _post(xml, said, str(number))
    xml.end("disqus")


def _thread(xml: XmlText, talk: Discussion, number: str) -> None:
    xml.start("thread", dsq__id=number)
    xml.element("id", talk.article)
    xml.element("link", talk.url)
    xml.element("title", talk.title)
    xml.element("createdAt", _time(talk.opened_at))
    xml.element("isClosed", _flag(talk.closed))
    xml.element("isDeleted", "false")
    xml.end("thread")


def _post(xml: XmlText, said: Said, thread: str) -> None:
    xml.start("post", dsq__id=str(said.id))
    xml.element("id", str(said.id))
    xml.element("message", said.html)
    xml.element("createdAt", _time(said.created_at))
    xml.element("isDeleted", _flag(said.status not in ("published", "spam")))
    xml.element("isSpam", _flag(said.status == "spam"))
    xml.start("author")
    xml.element("email", said.email)
    xml.element("name", said.name)
    xml.element("isAnonymous", "true")
    xml.end("author")
    xml.element("ipAddress", said.ip)
    xml.element("thread", "", dsq__id=thread)
    if said.parent:
        xml.element("parent", "", dsq__id=str(said.parent))
    xml.end("post")


def _flag(value: bool) -> str:
    return str(value).lower()


def _time(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
