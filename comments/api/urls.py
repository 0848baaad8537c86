from django.urls import path

from comments.api.appealing import AppealView
from comments.api.clusters import ClusterView
from comments.api.confirming import ConfirmView
from comments.api.explaining import DecisionsView
from comments.api.judgement import BacktestView, RulesView
from comments.api.me import MeView
from comments.api.preview import PreviewView
from comments.api.reader_actions import ReactView, ReportView, VoteView
from comments.api.views import CommentView, CountsView, ThreadView

urlpatterns = [
    path("sites/<str:site>/comments", ThreadView.as_view()),
    path("sites/<str:site>/me", MeView.as_view()),
    path("sites/<str:site>/preview", PreviewView.as_view()),
    path("sites/<str:site>/counts", CountsView.as_view()),
    path("comments/<int:comment>", CommentView.as_view()),
    path("comments/<int:comment>/confirm", ConfirmView.as_view()),
    path("comments/<int:comment>/appeal", AppealView.as_view()),
    path("comments/<int:comment>/vote", VoteView.as_view()),
    path("comments/<int:comment>/react", ReactView.as_view()),
    path("comments/<int:comment>/report", ReportView.as_view()),
    path("moderation/<str:site>/rules", RulesView.as_view()),
    path("moderation/<str:site>/comments/<int:comment>/decisions", DecisionsView.as_view()),
    path("moderation/<str:site>/comments/<int:comment>/cluster", ClusterView.as_view()),
    path("moderation/<str:site>/backtest", BacktestView.as_view()),
]
