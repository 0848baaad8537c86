from django.urls import path

from newsroom.staff import views

urlpatterns = [
    path("start", views.start),
    path("callback", views.callback),
]
