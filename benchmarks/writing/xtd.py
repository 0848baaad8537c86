"""django-comments-xtd as its documentation says to set it up, with SQLite tuned as ours is, or on
the PostgreSQL that is given; gunicorn with two workers of four threads."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from benchmarks.reading.ours import cpu_of, family, free_port

PACKAGES = ("Django==5.2.*", "djangorestframework", "django-comments-xtd==2.10.*", "gunicorn")
POSTGRES = ("psycopg[binary]",)
SETTINGS = """
import os
SECRET_KEY, ALLOWED_HOSTS, SITE_ID, USE_TZ = "bench", ["*"], 1, True
ROOT_URLCONF = "site_urls"
INSTALLED_APPS = ["django.contrib.contenttypes", "django.contrib.auth", "django.contrib.sessions",
    "django.contrib.sites", "django.contrib.messages", "django_comments_xtd", "django_comments",
    "rest_framework", "story"]
MIDDLEWARE = ["django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware", "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware"]
TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True,
    "OPTIONS": {"context_processors": ["django.template.context_processors.request",
    "django.contrib.auth.context_processors.auth"]}}]
if os.environ.get("XTD_POSTGRES"):
    DATABASES = {"default": {"ENGINE": "django.db.backends.postgresql", "USER": "newsroom",
        "HOST": os.environ["XTD_POSTGRES"], "NAME": "xtd", "CONN_MAX_AGE": None}}
else:
    DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": "xtd.sqlite3",
        "CONN_MAX_AGE": None, "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"}}}
COMMENTS_APP, COMMENTS_XTD_MAX_THREAD_LEVEL = "django_comments_xtd", 3
COMMENTS_XTD_CONFIRM_EMAIL = False
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
"""
FILES = {
    "site_settings.py": SETTINGS,
    "site_urls.py": (
        "from django.urls import include, path\n"
        "urlpatterns = [path('comments/', include('django_comments_xtd.urls'))]\n"
    ),
    "site_wsgi.py": (
        "from django.core.wsgi import get_wsgi_application\napplication = get_wsgi_application()\n"
    ),
    "story/__init__.py": "",
    "story/models.py": (
        "from django.db import models\n"
        "class Story(models.Model):\n"
        "    title = models.CharField(max_length=200)\n"
        "    def get_absolute_url(self): return f'/story-{self.pk}'\n"
    ),
    "form.py": (
        "import django, json; django.setup()\n"
        "from django_comments.forms import CommentSecurityForm\n"
        "from story.models import Story\n"
        "form = CommentSecurityForm(Story.objects.get_or_create(pk=1, title='Story')[0])\n"
        "names = ('content_type', 'object_pk', 'timestamp', 'security_hash')\n"
        "print(json.dumps({name: str(form[name].value()) for name in names}))\n"
    ),
}


@dataclass
class Xtd:
    folder: Path
    port: int
    pid: int
    env: dict[str, str]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/comments/api/comment/"

    def cpu(self) -> float:
        return sum(cpu_of(pid) for pid, _ in family(self.pid))

    def fields(self, text: str) -> dict[str, Any]:
        own = {"name": "Guest @N@", "email": "reader@N@@example.org", "url": "", "comment": text}
        rest = {"honeypot": "", "followup": False, "reply_to": 0}
        return {**form(self.folder, self.env), **own, **rest}


def install(folder: Path, *, postgres: str = "") -> dict[str, str]:
    """Everything but the server; returns its environment. ``postgres``: a socket's folder."""
    packages = PACKAGES + (POSTGRES if postgres else ())
    folder.mkdir(parents=True)
    subprocess.run([sys.executable, "-m", "venv", str(folder / "venv")], check=True)
    pip = [str(folder / "venv/bin/python"), "-m", "pip", "-q", "install", *packages]
    subprocess.run(pip, check=True, stderr=subprocess.DEVNULL)
    (folder / "story").mkdir()
    for name, text in FILES.items():
        (folder / name).write_text(text)
    env = {"DJANGO_SETTINGS_MODULE": "site_settings", "PYTHONPATH": str(folder)}
    env |= {"PATH": os.environ["PATH"], "XTD_POSTGRES": postgres}
    migrate = ["-m", "django", "migrate", "--run-syncdb", "-v0"]
    subprocess.run([str(folder / "venv/bin/python"), *migrate], check=True, env=env, cwd=folder)
    return env


def form(folder: Path, env: dict[str, str]) -> dict[str, str]:
    told = subprocess.run(
        [str(folder / "venv/bin/python"), "form.py"],
        check=True, env=env, cwd=folder, capture_output=True, text=True,
    )  # fmt: skip
    fields: dict[str, str] = json.loads(told.stdout)
    return fields


def command(folder: Path, port: int) -> list[str]:
    workers = ["-w", "2", "--threads", "4", "site_wsgi:application"]
    return [str(folder / "venv/bin/gunicorn"), "-b", f"127.0.0.1:{port}", *workers]


@contextmanager
def serving(folder: Path, *, postgres: str = "") -> Iterator[Xtd]:
    env, port = install(folder, postgres=postgres), free_port()
    form(folder, env)
    server = subprocess.Popen(command(folder, port), env=env, cwd=folder, stderr=subprocess.DEVNULL)
    try:
        wait_for(f"http://127.0.0.1:{port}{READ}")
        yield Xtd(folder, port, server.pid, env)
    finally:
        server.terminate()
        server.wait()


READ = "/comments/api/story-story/1/"


def wait_for(url: str) -> None:
    for _ in range(200):
        try:
            with urlopen(url) as answer:
                answer.read()
                return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("django-comments-xtd does not start")
