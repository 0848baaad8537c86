from django.urls import path

from newsroom.embed.api import LiveView, NavigationView, PageView, SectionView
from newsroom.embed.latest import LatestView
from newsroom.embed.oembed import OEmbedView

urlpatterns = [
    path("sites/<str:site>/page", PageView.as_view()),
    path("sites/<str:site>/latest", LatestView.as_view()),
    path("sites/<str:site>/live", LiveView.as_view()),
    path("oembed", OEmbedView.as_view()),
    path("sites/<str:site>/navigation", NavigationView.as_view()),
    path("sites/<str:site>/sections/<path:slug>/articles", SectionView.as_view()),
]
