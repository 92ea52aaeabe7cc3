"""All settings. Everything comes from the environment; secrets also from files or commands (`NAME_FILE`, …)."""

import base64
import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from naung.config.environment import ROOT, erased_list, files_folder, folder, given
from naung.core.city import load_city

PACKAGE = Path(__file__).resolve().parent.parent


def env(name: str, default: str | None = None) -> str:
    """One setting, itself or from a file or a command (`NAME_FILE`, `NAME_COMMAND`)."""
    value = given(name)
    value = default if value is None else value
    if value is None:
        raise ImproperlyConfigured(
            f"Set {name} (or {name}_FILE, {name}_COMMAND), or let `./run naung setup` make the keys in NAUNG_DATA."
        )
    return value


def env_flag(name: str) -> bool:
    """True for 1, true, yes, on."""
    return os.environ.get(name, "").lower() in {"1", "true", "yes", "on"}


def env_number(name: str, default: int) -> int:
    """A whole number, or a sentence saying which setting is wrong."""
    try:
        return int(os.environ.get(name, default))
    except ValueError:
        raise ImproperlyConfigured(f"{name} must be a whole number.") from None


def database(url: str, **options: object) -> dict[str, object]:
    """Django's settings for `postgresql://user:password@host:port/name?host=/socket/dir&sslmode=require`."""
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "naung.core.database",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", unquote(parts.hostname or "")),
        "PORT": query.pop("port", str(parts.port or "")),
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {**query, **options},
    }


def key_bytes(name: str, default: bytes | None = None) -> bytes:
    """A key of 32 bytes in base64, made by set-up and never stored in the database."""
    told = env(name, None if default is None else "")
    if not told and default is not None:
        return default
    key = base64.b64decode(told)
    if len(key) != 32:
        raise ImproperlyConfigured(f"{name} must be 32 bytes in base64.")
    return key


def office_provider() -> dict[str, dict[str, Any]]:
    """The office's own OpenID provider, when it has one."""
    address = env("NAUNG_OIDC_URL", "")
    if not address:
        return {}
    app = {
        "provider_id": "kantor",
        "name": env("NAUNG_OIDC_NAME", "akun kantor"),
        "client_id": env("NAUNG_OIDC_CLIENT"),
        "secret": env("NAUNG_OIDC_SECRET"),
        "settings": {"server_url": address},
    }
    return {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}


def origin(address: str) -> list[str]:
    """The origin of an address, for the content security policy; none of no address."""
    parts = urlsplit(address)
    return [f"{parts.scheme}://{parts.netloc}"] if address else []


SECRET_KEY = env("NAUNG_SECRET_KEY")
MASTER_KEY = key_bytes("NAUNG_MASTER_KEY")
MASTER_KEY_FILE = os.environ.get("NAUNG_MASTER_KEY_FILE", "")
MASTER_KEY_FORMER = key_bytes("NAUNG_MASTER_KEY_FORMER", b"")  # only while a rotation is not finished
TOKEN_KEY = key_bytes("NAUNG_TOKEN_KEY", MASTER_KEY)  # older installations derived their tokens from the master key
AUDIT_KEY = key_bytes("NAUNG_AUDIT_KEY")
DEBUG = env_flag("NAUNG_DEBUG")
TRAINING_DATA = env_flag("NAUNG_TRAINING_DATA")
CITY = load_city(Path(env("NAUNG_CITY", str(PACKAGE / "config/cities/balikpapan.toml"))))

ALLOWED_HOSTS = env("NAUNG_HOSTS", "localhost,127.0.0.1").split(",")
CSRF_TRUSTED_ORIGINS = [o for o in env("NAUNG_ORIGINS", "").split(",") if o]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "csp",
    "django_htmx",
    "procrastinate.contrib.django",
    "naung.core",  # before allauth: its pages stand in our layout
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "naung.audit",
    "naung.access",
    "naung.places",
    "naung.teams",
    "naung.duties",
    "naung.files",
    "naung.people",
    "naung.intake",
    "naung.prevention",
    "naung.cases",
    "naung.privacy",
    "naung.publicsite",
    "naung.desk",
]

MIDDLEWARE = [
    # What only adds headers stands first, so that files, redirects to HTTPS and refused requests carry them too.
    "naung.core.middleware.CautiousMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "naung.teams.signin.locking.LockMiddleware",
    "naung.teams.middleware.ActingMiddleware",
]

ROOT_URLCONF = "naung.config.urls"
WSGI_APPLICATION = "naung.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": True,
        "OPTIONS": {
            "environment": "naung.core.jinja.environment",
            "context_processors": [
                "django.contrib.messages.context_processors.messages",
                "naung.core.context.shared",
                "naung.desk.navigation.navigation",
            ],
        },
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "DIRS": [PACKAGE / "core" / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "naung.core.context.shared",
                "naung.desk.navigation.navigation",
            ],
        },
    },
]
FORM_RENDERER = "naung.core.forms.Renderer"

# Two roles: the application owns nothing and cannot bypass row security; the owner migrates.
THREADS = env_number("NAUNG_THREADS", 4)
# The same statements come thousands of times: the database plans each of them once per session. Planning a walled
# query takes as long as running it.
PREPARED = {"server_side_binding": True, "prepare_threshold": 3}
# A lost database is asked for again by the next request, not minutes later: the pool's own attempts, each twice as
# late as the one before, end after two seconds, well within the five that a request waits.
POOL = {"min_size": 0, "max_size": THREADS + 1, "timeout": 5, "reconnect_timeout": 2}
DATABASES = {
    "default": {
        **database(env("DATABASE_URL"), pool=POOL, **PREPARED),
        "TEST": {"MIRROR": "owner"},
    },
    "owner": {**database(env("DATABASE_OWNER_URL")), "TEST": {"DEPENDENCIES": []}},
}
DATABASE_ROUTERS: list[str] = []
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# How often somebody tried to sign in is counted by all processes together, and a code is good once for all of them.
CACHES = {"default": {"BACKEND": "naung.core.caching.Shared"}}

AUTH_USER_MODEL = "teams.User"
AUTHENTICATION_BACKENDS = ["naung.teams.signin.backends.Backend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
ACCOUNT_ADAPTER = "naung.teams.signin.Adapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
INVITATION_HOURS = env_number("NAUNG_INVITATION_HOURS", 72)
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300  # seconds within which a password or second factor counts for what is grave
# See naung.teams.signin.attempts: what is counted together, so that nobody locks a colleague or an office out.
ACCOUNT_RATE_LIMITS = {
    "login": None,
    "login_failed": "5/5m/key",
    "login_failed_address": "100/10m/ip",
    "login_failed_strangers": "50/h/key",
}
MFA_RATE_LIMITS = {"webauthn_login": "100/m/ip"}  # an office stands behind one address; there is nothing to guess
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if env_flag("NAUNG_BEHIND_PROXY") else 0
MFA_ADAPTER = "naung.teams.signin.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = CITY.programme
MFA_TOTP_TOLERANCE = 1  # clocks of telephones are often half a minute wrong
# Counts only for made-up people and only while every page says that these are training data.
SECOND_FACTOR_OPTIONAL = env_flag("NAUNG_SECOND_FACTOR_OPTIONAL")
SOCIALACCOUNT_ADAPTER = "naung.teams.signin.OfficeAdapter"
SOCIALACCOUNT_PROVIDERS = office_provider()
OFFICE_BY_MAIL = env_flag("NAUNG_OIDC_BY_MAIL")
OFFICE_SECOND_FACTOR = frozenset(filter(None, env("NAUNG_OIDC_SECOND_FACTOR", "").split(",")))
ACCOUNT_USER_DISPLAY = "naung.teams.signin.display"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/kerja/"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
SESSION_COOKIE_AGE = 12 * 3600  # also for whoever works on: naung.teams.signin.locking
# From one address within an hour; more than that waits 20 seconds or lets the telephone work a little, never refused.
PUBLIC_REPORTS_HOUR = env_number("NAUNG_PUBLIC_REPORTS_HOUR", 5)
PUBLIC_CODES_HOUR = env_number("NAUNG_PUBLIC_CODES_HOUR", 10)
# So many reports from outside within so many minutes are shown as one, each still there; danger never.
BURST_REPORTS = env_number("NAUNG_BURST_REPORTS", 20)
BURST_MINUTES = env_number("NAUNG_BURST_MINUTES", 10)
IDLE_MINUTES = env_number("NAUNG_IDLE_MINUTES", 15)
# How long records are kept before they are sealed, and then before they may be erased: privacy.rules.retention.
KEPT_YEARS = env_number("NAUNG_KEPT_YEARS", 5)
KEPT_AGE = env_number("NAUNG_KEPT_AGE", 25)
REPORTS_KEPT_YEARS = env_number("NAUNG_REPORTS_KEPT_YEARS", 2)
SEALED_YEARS = env_number("NAUNG_SEALED_YEARS", 1)
SIGNS_KEPT_DAYS = env_number("NAUNG_SIGNS_KEPT_DAYS", 90)
ABSENCE_DAYS = env_number("NAUNG_ABSENCE_DAYS", 10)
ABSENCE_LIST_DAYS = env_number("NAUNG_ABSENCE_LIST_DAYS", 30)
SIGNED_LISTS_KEPT_DAYS = env_number("NAUNG_SIGNED_LISTS_KEPT_DAYS", 730)
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SECURE_COOKIES = env_flag("NAUNG_HTTPS")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_COOKIES
SECURE_SSL_REDIRECT = SECURE_COOKIES
SECURE_HSTS_SECONDS = 31_536_000 if SECURE_COOKIES else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env_flag("NAUNG_BEHIND_PROXY") else None
# A page says "same-origin" of itself (core/page.html): under "no-referrer" browsers send `Origin: null` with every
# form, which the CSRF check must refuse. Files, papers and parts keep to this. Other sites learn nothing either way.
SECURE_REFERRER_POLICY = "no-referrer"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "naung.core.views.session_ended"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'", *origin(env("NAUNG_OIDC_URL", ""))],  # a browser minds where a form is sent on to
        "manifest-src": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}

LANGUAGE_CODE = "id"
LANGUAGES = [("id", "Indonesia"), ("en", "English")]
LOCALE_PATHS: list[Path] = []
USE_I18N = True
USE_TZ = True
TIME_ZONE = CITY.time_zone
DATE_INPUT_FORMATS = ["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y"]

STATIC_URL = "/static/"
BUILT_STATIC = ROOT / "build" / "static"
STATICFILES_DIRS = [BUILT_STATIC] if BUILT_STATIC.is_dir() else []
STATIC_ROOT = ROOT / "build" / "collected"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
PROCRASTINATE_ON_APP_READY = None
CODE_LISTS_SECONDS: int | None = 30  # how long a process may show the office's code lists as it last read them
WORKER_STALLED_SECONDS = env_number("NAUNG_STALLED_SECONDS", 30)  # a silent worker's jobs are put back after that

MATCH_MODEL = env("NAUNG_MATCH_MODEL", "") or str(folder() / "match-model.json")
BACKUPS_DIR = Path(env("NAUNG_BACKUPS", "") or folder() / "backups")
ERASED_LIST = erased_list()  # which children were erased; never beside the backups
BACKUP_RECIPIENT = env("NAUNG_BACKUP_RECIPIENT", "")  # age1…: only its secret key, kept elsewhere, opens a backup
BACKUP_KEYS_DAYS = env_number("NAUNG_BACKUP_KEYS_DAYS", 35)  # what was erased ends in backups after so long

EMAIL_HOST = env("NAUNG_MAIL_HOST", "")
EMAIL_PORT = env_number("NAUNG_MAIL_PORT", 25)
EMAIL_HOST_USER = env("NAUNG_MAIL_USER", "")
EMAIL_HOST_PASSWORD = env("NAUNG_MAIL_PASSWORD", "")
EMAIL_USE_TLS = env_flag("NAUNG_MAIL_TLS")
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend" if EMAIL_HOST else "django.core.mail.backends.console.EmailBackend"
)
DEFAULT_FROM_EMAIL = env("NAUNG_MAIL_FROM", "naung@localhost")

DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
# Files: sealed under random names in this folder. A form without scripts sends one whole, through memory, never through
# an open file on the disk; with scripts it comes in pieces and may be larger.
FILES_DIR = str(files_folder())
FILE_LARGEST = env_number("NAUNG_FILE_MB", 25) * 1_000_000
FILE_IN_A_FORM = min(10_000_000, FILE_LARGEST)
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = FILE_IN_A_FORM + 200_000  # with what stands around it in the form
UPLOAD_HOURS = env_number("NAUNG_UPLOAD_HOURS", 24)
CLAMD = env("NAUNG_CLAMD", "")
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {"()": "naung.core.logs.Plain", "format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": env("NAUNG_LOG_LEVEL", "WARNING")},
}
