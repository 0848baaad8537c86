from django.urls import path

from comments.api.appealing import AppealView
from comments.api.clusters import ClusterView
from comments.api.confirming import ConfirmView
from comments.api.desk.bulk import BulkView, JobUndoView, JobView
from comments.api.desk.deciding import ClaimView, DecisionsView, UndoView
from comments.api.desk.notes import NotesView
from comments.api.desk.people import PeopleView, PersonNotesView, PersonView, StateView
from comments.api.desk.queue import CardView, QueueView
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
    path("moderation/<str:site>/queue", QueueView.as_view()),
    path("moderation/<str:site>/comments/<int:comment>", CardView.as_view()),
    path("moderation/<str:site>/comments/<int:comment>/decisions", DecisionsView.as_view()),
    path("moderation/<str:site>/comments/<int:comment>/claim", ClaimView.as_view()),
    path("moderation/<str:site>/comments/<int:comment>/notes", NotesView.as_view()),
    path("moderation/<str:site>/comments/<int:comment>/cluster", ClusterView.as_view()),
    path("moderation/<str:site>/decisions/<int:decision>/undo", UndoView.as_view()),
    path("moderation/<str:site>/bulk", BulkView.as_view()),
    path("moderation/<str:site>/bulk/<int:job>", JobView.as_view()),
    path("moderation/<str:site>/bulk/<int:job>/undo", JobUndoView.as_view()),
    path("moderation/<str:site>/people", PeopleView.as_view()),
    path("moderation/<str:site>/people/<int:person>", PersonView.as_view()),
    path("moderation/<str:site>/people/<int:person>/state", StateView.as_view()),
    path("moderation/<str:site>/people/<int:person>/notes", PersonNotesView.as_view()),
    path("moderation/<str:site>/rules", RulesView.as_view()),
    path("moderation/<str:site>/backtest", BacktestView.as_view()),
]
