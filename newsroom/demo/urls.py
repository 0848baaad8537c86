from django.urls import path

from newsroom.demo import mails, views

urlpatterns = [
    path("", views.front),
    path("section/<path:slug>", views.section),
    path("story/<str:article>", views.story),
    path("picture/<slug:kind>/<str:seed>.svg", views.picture),
    path("mail", mails.listing),
    path("mail/<slug:name>", mails.one),
]
