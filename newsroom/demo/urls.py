from django.urls import path

from newsroom.demo import gallery, mails, views

urlpatterns = [
    path("", views.front),
    path("section/<path:slug>", views.section),
    path("story/<str:article>", views.story),
    path("picture/<slug:kind>/<str:seed>.svg", views.picture),
    path("gallery", gallery.gallery),
    path("mail", mails.listing),
    path("mail/<slug:name>", mails.one),
]
