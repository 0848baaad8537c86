from django.urls import path

from articles.api.views import ArticlesView, ArticleView

urlpatterns = [
    path("sites/<str:site>/articles", ArticlesView.as_view()),
    path("sites/<str:site>/articles/<path:article>", ArticleView.as_view()),
]
