"""Links to elsewhere: what most spam is for. The newsroom's own pages do not count."""

from urllib.parse import urlsplit

from comments.pipeline.case import Case, Finding, Verdict


def links(case: Case) -> Finding | None:
    foreign = [link for link in case.links if not _own(link, case.rules.own_domains)]
    if case.rules.max_links == 0 or len(foreign) < case.rules.max_links:
        return None
    return Finding("links", Verdict.HOLD, "many_links", {"links": len(foreign)})


def _own(link: str, domains: tuple[str, ...]) -> bool:
    try:
        host = (urlsplit(link).hostname or "").lower()
    except ValueError:
        return False
    return any(host == domain or host.endswith(f".{domain}") for domain in domains)
