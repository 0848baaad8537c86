"""The way out of every mail: by one click of a mail program (RFC 8058), or by a button here;
of one conversation also the choice of less."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from comments.notify.ways import way_out_of
from comments.notify.words import words
from comments.services import follow
from comments.services.leave import language_of, leave
from newsroom.embed.mailed.private_page import done, over, paces, private_page

SENTENCES = {"s": "p_stop_one", "a": "p_stop_all", "m": "p_stop_box"}


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe_page(request: HttpRequest, token: str) -> HttpResponse:
    word = way_out_of(token)
    if word is None:
        return over(request)
    language = language_of(word)
    if request.method == "POST" and request.POST.get("do") == "pace" and word[0] == "s":
        if follow.slow_down(int(word[1:]), request.POST.get("pace", "")):
            return done(request, language, "p_me_saved", "")
    elif request.method == "POST":
        # The mail program sends List-Unsubscribe=One-Click and no choice: it means this mail's.
        leave(chosen(word, request.POST.get("do", "")), timezone.now())
        return done(request, language, "p_stop_done_title", "p_stop_done")
    choices = [(wider[0], words(language).t(SENTENCES[wider[0]])) for wider in ways(word)]
    pace = follow.pace_of(int(word[1:])) if word[0] == "s" else ""
    rhythms = paces(words(language)) if pace else []
    return private_page(request, "unsubscribe", language, choices=choices, paces=rhythms, pace=pace)


def ways(word: str) -> list[str]:
    """What the page offers: this one, and where it is about one conversation, all of them."""
    return [word, f"a{word[1:]}"] if word[0] == "s" else [word]


def chosen(word: str, letter: str) -> str:
    return next((way for way in ways(word) if way[0] == letter), word)
