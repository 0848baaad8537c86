"""Who may write a site's articles: whoever sends its key."""

from rest_framework.request import Request

from articles.models import Site
from articles.services.sites import site_of_key
from newsroom.kernel.api import Problem


def site_for_writing(request: Request, key: str) -> Site:
    """The site, if the request's key opens it. A key of another site is as good as none."""
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not secret or len(secret) > 200:
        raise Problem(401, "site_key_required", "Send the site key as Authorization: Bearer ….")
    site = site_of_key(secret.strip())
    if site is None or site.key != key:
        raise Problem(403, "site_key_invalid", "This key does not open this site.")
    return site
