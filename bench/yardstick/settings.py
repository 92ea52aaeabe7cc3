"""The settings of the yardstick: Naung's models and sessions, as the tables' owner, with no middleware but one."""

from pathlib import Path

from naung.config.settings import *  # noqa: F403
from naung.config.settings import DATABASES as NAUNG
from naung.config.settings import THREADS

NEEDED = ("django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions", "allauth", "naung.")
INSTALLED_APPS = [*(app for app in INSTALLED_APPS if app.startswith(NEEDED)), "bench.yardstick"]  # noqa: F405
# Naung's accounts do not start without this one; it costs next to nothing.
MIDDLEWARE = ["allauth.account.middleware.AccountMiddleware"]
ROOT_URLCONF = "bench.yardstick.urls"
WSGI_APPLICATION = "bench.yardstick.wsgi.application"
TEMPLATES = [
    {"BACKEND": "django.template.backends.jinja2.Jinja2", "DIRS": [Path(__file__).parent / "pages"], "OPTIONS": {}}
]
# The owner is bound by no policy, which is what is to be measured here.
POOL = {"OPTIONS": {"pool": {"min_size": 0, "max_size": THREADS + 1, "timeout": 10}}}
DATABASES = {"default": NAUNG["owner"] | POOL, "owner": NAUNG["owner"]}
