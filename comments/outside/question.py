"""What a judge elsewhere is told of one comment."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Question:
    """Times as ISO 8601 in UTC. An empty text is not sent."""

    id: str
    site: str
    site_url: str
    article_url: str
    language: str
    body: str
    name: str
    email: str
    website: str
    links: tuple[str, ...]
    ip: str
    user_agent: str
    is_reply: bool
    created: str
    published: str
