"""Which key does what: a page for a moderator's own choice. Nothing of it comes to the server."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from articles.public import Site
from comments.panel.desk import at_desk
from comments.panel.queue_page import around
from comments.roles import May, Role

KEYS = {
    "j": "Next comment",
    "k": "Previous comment",
    "p": "Publish",
    "r": "Reject",
    "s": "Spam",
    "x": "Remove",
    "e": "Open the thread",
    "t": "The conversation, in the panel",
    "u": "Undo",
    "a": "For a colleague",
    "n": "Note",
    "b": "Person",
    "w": "Write an answer",
    "f": "Editor's pick",
    "c": "To the newsroom: error, tip or question",
    "d": "Blur",
    "/": "Search",
    "?": "All keys",
}


@require_http_methods(["GET", "HEAD"])
@at_desk(May.READ_QUEUE)
def keys(request: HttpRequest, site: Site, role: Role) -> HttpResponse:
    context = {"keys": KEYS.items()}
    return render(request, "panel/keys.html", {**around(request, site, role), **context})
