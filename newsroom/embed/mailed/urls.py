from django.urls import path

from newsroom.embed.mailed import appeal, confirm, desk, follow, me, my_data, unsubscribe

urlpatterns = [
    path("appeal/<str:token>", appeal.appeal_page),
    path("confirm/<str:token>", confirm.confirm_page),
    path("follow/<str:token>", follow.follow_page),
    path("unsubscribe/<str:token>", unsubscribe.unsubscribe_page),
    path("desk/<str:token>", desk.desk_page),
    path("sites/<str:site>/me", me.ask_page),
    path("me/open/<str:token>", me.open_me),
    path("me/export/<str:token>", my_data.export_page),
    path("me/erase/<str:token>", my_data.erase_page),
    path("me/<str:token>", me.my_page),
]
