"""The same Django given what makes it faster: nothing that the wizard does without, a connection
that stays open, and SQLite as our portal has it (a write-ahead log, an fsync for each commit)."""

from __future__ import annotations

from parcours.bench.django_wizard import settings
from parcours.bench.django_wizard.settings import *  # noqa: F403 - as Django's manual extends one

INSTALLED_APPS = ["django.contrib.sessions", "formtools", "parcours.bench.django_wizard"]
MIDDLEWARE = [name for name in settings.MIDDLEWARE if "auth" not in name and "messages" not in name]
TEMPLATES = [{"BACKEND": settings.TEMPLATES[0]["BACKEND"], "APP_DIRS": True}]
DATABASES = {
    "default": {
        **settings.DATABASES["default"],
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
        },
    }
}
