from django.urls import URLPattern, path

from articles.feeds.views import WRITERS, section_feed, site_feed, tag_feed

urlpatterns: list[URLPattern] = []
for kind in WRITERS:
    given = {"kind": kind}
    urlpatterns += [
        path(f"<str:site>/articles.{kind}", site_feed, given),
        path(f"<str:site>/sections/<path:slug>.{kind}", section_feed, given),
        path(f"<str:site>/tags/<str:slug>.{kind}", tag_feed, given),
    ]
