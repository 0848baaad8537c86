"""Every URL, on one page."""

from django.contrib import admin
from django.urls import include, path
from django.utils.module_loading import autodiscover_modules

from comments.api.mail_hook import mail_hook
from newsroom.api_docs import docs, schema
from newsroom.demo import urls as demo
from newsroom.embed import comment_feeds
from newsroom.embed import html as embed_html
from newsroom.embed.frame import frame_page
from newsroom.embed.receipt_page import receipt_page
from newsroom.embed.report_page import report_page
from newsroom.embed.voice_page import voice_page
from newsroom.kernel import health
from newsroom.staff import door
from newsroom.staff.account import account

# Here and not at start: a worker has no pages, and needs none of what they import.
autodiscover_modules("admin", "judgement_admin", "key_admin", register_to=admin.site)

urlpatterns = [
    # the JSON API
    path("api/v1/", include("articles.api.urls")),
    path("api/v1/", include("comments.api.urls")),
    path("api/v1/", include("newsroom.embed.urls")),
    path("api/v1/openapi.json", schema),
    path("openapi.json", schema),
    path("docs", docs),
    # pages for readers, with or without JavaScript
    path("sites/<str:site>/comments", embed_html.thread_page),
    path("sites/<str:site>/frame", frame_page),
    path("sites/<str:site>/report", report_page),
    path("sites/<str:site>/voice", voice_page),
    path("receipts/<int:comment>", receipt_page),
    # where links in mails lead
    path("", include("newsroom.embed.mailed.urls")),
    # feeds
    path("feeds/", include("articles.feeds.urls")),
    path("feeds/<str:site>/comments.atom", comment_feeds.site_comments),
    path("feeds/<str:site>/comments/<path:article>.atom", comment_feeds.article_comments),
    path("feeds/<str:site>/replies/<str:token>.atom", comment_feeds.my_answers),
    # people who run the place
    path("panel/sign-in", door.sign_in),
    path("panel/sign-in/code", door.code),
    path("panel/sign-in/passkey", door.passkey),
    path("panel/account", account),
    path("panel/", include("comments.panel.urls")),
    path("admin/login/", door.admin_door),
    path("admin/", admin.site.urls),
    path("sign-in/", include("newsroom.staff.urls")),
    path("demo/", include(demo)),
    path("", embed_html.front_door),
    # machines that report, and machines that watch the place
    path("hooks/mail/<str:secret>", mail_hook),
    path("readyz", health.ready),
    path("livez", health.live),
]

handler400 = "newsroom.errors.bad_request"
handler403 = "newsroom.errors.forbidden"
handler404 = "newsroom.errors.not_found"
handler500 = "newsroom.errors.server_error"
