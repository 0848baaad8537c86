"""The one settings module. Everything that differs between machines comes from the environment."""

from pathlib import Path

import dj_database_url

from newsroom.env import (
    WrongSetting,
    env_bool,
    env_int,
    env_list,
    env_secret,
    env_str,
    kept_secret,
)
from newsroom.kernel.redis_server import socket_path
from newsroom.staff.roles_by_group import roles_by_group

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(env_str("DATA_DIR", str(BASE_DIR / "var"))).resolve()

DEBUG = env_bool("DEBUG", False)
SECRET_KEY = env_secret("SECRET_KEY") or kept_secret(DATA_DIR / "secret_key")
SECRET_KEY_FALLBACKS = env_list("SECRET_KEY_FALLBACKS")
# Identities are hashed with a key of their own: a change of SECRET_KEY must not lift every ban.
PEPPER = env_secret("PEPPER") or kept_secret(DATA_DIR / "pepper")
PEPPER_ID = env_str("PEPPER_ID", "k1")

ALLOWED_HOSTS = env_list("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
TRUSTED_PROXIES = env_list("TRUSTED_PROXIES")
# The address readers reach this server at: links in mails and receipts begin with it.
PUBLIC_URL = env_str("PUBLIC_URL", "http://127.0.0.1:8000").rstrip("/")

ROOT_URLCONF = "newsroom.urls"
ASGI_APPLICATION = "newsroom.asgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en"
USE_I18N = True

INSTALLED_APPS = [
    "django.contrib.admin.apps.SimpleAdminConfig",  # newsroom/urls.py finds its pages
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "rest_framework",
    "drf_spectacular",
    "django_linear_migrations",
    "newsroom.kernel",
    "articles",
    "comments",
    "newsroom.embed",
    "newsroom.demo",
    "newsroom.staff",
]
if not env_bool("CHECKS", False):
    INSTALLED_APPS.remove("django_linear_migrations")  # a tool of the checks, not of the server

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "newsroom.kernel.cors.PublicApiCors",
    "newsroom.kernel.security_headers.SecurityHeaders",
    "newsroom.odd_requests.OddRequests",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "newsroom.staff.middleware.SecondFactor",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

# --- Database -------------------------------------------------------------------------------
DATABASE_URL = env_secret("DATABASE_URL") or f"sqlite:///{DATA_DIR / 'newsroom.sqlite3'}"
try:
    _database = dj_database_url.parse(DATABASE_URL, conn_max_age=env_int("DATABASE_MAX_AGE", 60))
except Exception:  # the library has several errors of its own; the value may hold a password
    raise WrongSetting(
        "NEWSROOM_DATABASE_URL cannot be read: sqlite:///… or postgres://…"
    ) from None
_database["CONN_HEALTH_CHECKS"] = True
if _database["ENGINE"] == "django.db.backends.sqlite3":
    # Measured: Django's defaults lose 42 % of writes of four writers to "database is locked".
    _database["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-16000;"
        ),
    }
DATABASES = {"default": _database}

# --- Redis: wakes, caches, fans out; losing it loses nothing ---------------------------------
# Without a setting it is the embedded set-up's own, so that commands find the server of ./run.
REDIS_URL = env_secret("REDIS_URL") or f"unix://{socket_path(DATA_DIR)}?db=0"
if not REDIS_URL.startswith(("redis://", "rediss://", "unix://")):
    raise WrongSetting("NEWSROOM_REDIS_URL begins with redis://, rediss:// or unix://")

# --- Celery: see newsroom/celery.py ----------------------------------------------------------
# Celery and redis-py spell the same socket in two ways.
CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://").replace(
    "?db=", "?virtual_host="
)
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 3600,
    "socket_timeout": 5,
    "socket_connect_timeout": 0.5,
    "retry_on_timeout": False,
    "max_retries": 1,
    "interval_start": 0,
    "interval_max": 0.1,
}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_STORE_EAGER_RESULT = False
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_TIME_LIMIT = 600
CELERY_TASK_SOFT_TIME_LIMIT = 540
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
# A row's lease frees it anyway, and its work is idempotent: nothing is won by cutting it off.
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = False
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "UTC"

# Which tasks each event starts: read by the kernel, which may not import the domains.
OUTBOX_WIRING = "newsroom.wiring.WIRING"
# What hands a row of the outbox to the queues; the kernel may not import the Celery app either.
OUTBOX_SEND = "newsroom.celery.send"
# How long a relay or a worker may hold a row: when it has run out, whoever held it is taken for
# dead and the row is free again. No task may take longer.
OUTBOX_LEASE_SECONDS = env_int("OUTBOX_LEASE_SECONDS", 60, least=1, most=3600)

# --- HTTP ------------------------------------------------------------------------------------
HTTPS = env_bool("HTTPS", True)
SECURE_SSL_REDIRECT = HTTPS
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = env_int("HSTS_SECONDS", 31_536_000 if HTTPS else 0)
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
# The bridge writes this header itself, from what a declared proxy says; a client cannot.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "DENY"
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
APPEND_SLASH = False

STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 3600

# --- Public reads from memory: see newsroom/edge.py ---------------------------------------------
# Of each web process, for finished answers; the least recently used go first.
READS_BYTES = env_int("READS_MB", 64, least=1, most=65_536) * 1_000_000

# Live streams of each web process. The server before it must let as many stay open, and more.
LIVE_READERS = env_int("LIVE_READERS", 3000, least=0, most=1_000_000)

# --- The way out: see newsroom/kernel/egress.py -------------------------------------------------
# host:port of this network's own that may be fetched from; everything else must be public.
EGRESS_ALLOW = [entry.lower() for entry in env_list("EGRESS_ALLOW")]
if any(not entry.rpartition(":")[2].isdigit() for entry in EGRESS_ALLOW):
    raise WrongSetting("NEWSROOM_EGRESS_ALLOW is a list of host:port, such as feeds.internal:8080")

# --- Mail ------------------------------------------------------------------------------------
EMAIL_URL = env_secret("EMAIL_URL")
MAIL_DIR = DATA_DIR / "mail"
MAIL_FROM = env_str("MAIL_FROM", "Newsroom <newsroom@localhost>")
DEFAULT_FROM_EMAIL = SERVER_EMAIL = MAIL_FROM
if EMAIL_URL:
    import dj_email_url

    _mail = dj_email_url.parse(EMAIL_URL)
    EMAIL_BACKEND = _mail["EMAIL_BACKEND"]
    EMAIL_HOST, EMAIL_PORT = _mail["EMAIL_HOST"], _mail["EMAIL_PORT"]
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _mail["EMAIL_HOST_USER"], _mail["EMAIL_HOST_PASSWORD"]
    EMAIL_USE_TLS, EMAIL_USE_SSL = _mail["EMAIL_USE_TLS"], _mail["EMAIL_USE_SSL"]
else:
    EMAIL_BACKEND = "newsroom.kernel.mail_files.EmlBackend"
EMAIL_TIMEOUT = 10

# --- Staff who sign in at their own provider: see newsroom/staff ------------------------------
OIDC_ISSUER = env_str("OIDC_ISSUER")
OIDC_CLIENT_ID = env_str("OIDC_CLIENT_ID")
OIDC_CLIENT_SECRET = env_secret("OIDC_CLIENT_SECRET")
OIDC_SCOPE = env_str("OIDC_SCOPE", "openid profile email")
OIDC_GROUPS_CLAIM = env_str("OIDC_GROUPS_CLAIM", "groups")
OIDC_STAFF_GROUPS = env_list("OIDC_STAFF_GROUPS")
OIDC_ADMIN_GROUPS = env_list("OIDC_ADMIN_GROUPS")
OIDC_ROLES = roles_by_group(env_list("OIDC_ROLES"))
OIDC_LINK_BY_EMAIL = env_bool("OIDC_LINK_BY_EMAIL", False)
if OIDC_ISSUER and not (OIDC_CLIENT_ID and OIDC_CLIENT_SECRET):
    raise WrongSetting("NEWSROOM_OIDC_ISSUER needs NEWSROOM_OIDC_CLIENT_ID and …_CLIENT_SECRET")
if OIDC_ISSUER and not (OIDC_STAFF_GROUPS or OIDC_ADMIN_GROUPS or OIDC_ROLES):
    raise WrongSetting(
        "NEWSROOM_OIDC_ISSUER lets nobody in without NEWSROOM_OIDC_ROLES, …_STAFF_GROUPS or"
        " …_ADMIN_GROUPS"
    )

# --- API -------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": [],
    "DEFAULT_RENDERER_CLASSES": ["newsroom.kernel.api.JsonRenderer"],
    "DEFAULT_PARSER_CLASSES": ["newsroom.kernel.api.JsonParser"],
    "EXCEPTION_HANDLER": "newsroom.kernel.api.problem_handler",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "UNAUTHENTICATED_USER": None,
    "UNAUTHENTICATED_TOKEN": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Newsroom API",
    "VERSION": "1",
    "DESCRIPTION": "Comments and the way onward for a news site.",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_NAME_OVERRIDES": {
        "ArticleStatus": "articles.models.Status",
        "ThreadStatus": ["open", "closed"],
        "RefusalReason": "comments.desk_reasons.REFUSAL_REASONS",
        "BulkStatus": ["created", "changed", "unchanged", "refused"],
    },
}

# --- Logs ------------------------------------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    # A client's mistakes are the client's to hear of; a log of them is anybody's to fill.
    "loggers": {"django.request": {"level": "ERROR"}, "uvicorn.error": {"level": "ERROR"}},
    "root": {"handlers": ["stderr"], "level": env_str("LOG_LEVEL", "WARNING").upper()},
}
SILENCED_SYSTEM_CHECKS: list[str] = []
