from django.urls import path

from articles.api.seen import SeenView
from articles.api.views import ArticlesView, ArticleView

urlpatterns = [
    path("sites/<str:site>/articles", ArticlesView.as_view()),
    path("sites/<str:site>/seen", SeenView.as_view()),
    path("sites/<str:site>/articles/<path:article>", ArticleView.as_view()),
]
