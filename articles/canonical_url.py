from urllib.parse import urlsplit


def canonical(url: str, *, trailing_slash: str = "keep") -> str:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("not http(s)")
    return f"{parts.scheme}://{parts.netloc.lower()}{parts.path or '/'}" + (
        f"?{parts.query}" if parts.query else ""
    )


def host_of(url: str) -> str:
    return urlsplit(url).netloc.lower()
