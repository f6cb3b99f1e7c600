"""Django's settings of a bank. A bank is a folder: its database, its secret and nothing else.

Environment: EFFECTBANK_BANK (the folder, needed), EFFECTBANK_DATABASE or DATABASE_URL (another database),
EFFECTBANK_HOSTS (names it answers to beside localhost, separated by commas), EFFECTBANK_HTTPS=1 (behind TLS),
EFFECTBANK_PROXIES (addresses and networks of proxies, separated by commas, whose X-Forwarded-For is believed: none
unless named), EFFECTBANK_NAME (what the bank is called).
"""

from __future__ import annotations

import os
from pathlib import Path

from effectbank.bank.assets import BANK, PUBLISH, STATIC, fingerprint, immutable
from effectbank.bank.database import database
from effectbank.bank.proxies import networks
from effectbank.bank.secrets import secret_key
from effectbank.problems import BadInput

if not os.environ.get("EFFECTBANK_BANK"):
    raise BadInput(
        "EFFECTBANK_BANK is not set: it names the bank's folder; `effectbank serve FOLDER` sets it for you"
    )

BANK_FOLDER = Path(os.environ["EFFECTBANK_BANK"]).resolve()
BANK_NAME = os.environ.get("EFFECTBANK_NAME", "EffectBank")
HTTPS = os.environ.get("EFFECTBANK_HTTPS") == "1"
PROXIES = networks(os.environ.get("EFFECTBANK_PROXIES", ""))

DEBUG = False
SECRET_KEY = secret_key(BANK_FOLDER)
ALLOWED_HOSTS = [
    "localhost",
    "127.0.0.1",
    "[::1]",
    *filter(None, os.environ.get("EFFECTBANK_HOSTS", "").split(",")),
]

DATABASES = {
    "default": database(os.environ.get("EFFECTBANK_DATABASE") or os.environ.get("DATABASE_URL", ""), BANK_FOLDER)
}
POSTGRESQL = DATABASES["default"]["ENGINE"].endswith("postgresql")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    *(["django.contrib.postgres"] if POSTGRESQL else []),
    "django.contrib.staticfiles",
    "modelsearch",
    "effectbank.bank",
]
MODELSEARCH_BACKENDS = {
    "default": {
        "BACKEND": "modelsearch.backends.database" if POSTGRESQL else "effectbank.bank.sqlite_search",
        "SEARCH_CONFIG": "english",
    }
}

MIDDLEWARE = [
    "effectbank.bank.proxies.readers_address",
    "django.middleware.security.SecurityMiddleware",
    "effectbank.bank.headers.security_headers",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "effectbank.bank.urls"
WSGI_APPLICATION = "effectbank.bank.wsgi.application"
APPEND_SLASH = True

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [PUBLISH / "templates", BANK / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {"environment": "effectbank.publish.environment.environment"},
    }
]

# The address of a static file changes with its content, so that browsers may keep it for ever.
STATIC_URL = f"/static/{fingerprint(STATIC)}/"
STATICFILES_DIRS = [STATIC]
STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
WHITENOISE_IMMUTABLE_FILE_TEST = immutable

LANGUAGE_CODE = "en-gb"
USE_I18N = False
TIME_ZONE = "UTC"
USE_TZ = True

X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(levelname)s %(name)s: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "ERROR"},
    "loggers": {
        # A page that isn't there is the reader's news, not the log's.
        "django": {"handlers": ["stderr"], "level": "ERROR", "propagate": False},
        # Anyone may send any Host; the answer is 400, and the log is not theirs to fill.
        "django.security.DisallowedHost": {"handlers": [], "level": "CRITICAL", "propagate": False},
    },
}
