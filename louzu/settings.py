"""Django's settings. Whatever differs from place to place comes through ``louzu.env``."""

from __future__ import annotations

import django_stubs_ext

django_stubs_ext.monkeypatch()  # before any ModelAdmin[M] is read

from urllib.parse import unquote  # noqa: E402 -- after the patch

from csp.constants import NONE, SELF  # noqa: E402
from django.utils.translation import gettext_lazy as _  # noqa: E402
from environ import Env  # noqa: E402

from governance.demo.story import sign_ins  # noqa: E402
from louzu import env  # noqa: E402
from louzu.lib.release import fingerprint_of  # noqa: E402
from louzu.server import postgres, roles  # noqa: E402

ENV = env.read()
BASE_DIR = env.ROOT
RELEASE = fingerprint_of(BASE_DIR)

DEMO = ENV.demo
DEMO_PERSONAS = sign_ins() if DEMO else []
DEBUG = ENV.debug
SECRET_KEY = ENV.secret_key
ALLOWED_HOSTS = ENV.hosts
PROXIES = ENV.proxies

INSTALLED_APPS = [
    "residents.apps.CommitteeSiteConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "crispy_forms",
    "csp",
    "rules.apps.AutodiscoverRulesConfig",
    "residents.apps.ResidentsConfig",
    "governance.journal",
    "governance.search",
    "governance.lounge",
    "governance.canvass",
    "governance.notices",
    "governance.charters",
    "governance.meetings",
    "governance.home",
    "governance.today",
    "governance.demo",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "louzu.lib.middleware.say_what_browsers_may_do",
    "whitenoise.middleware.WhiteNoiseMiddleware",  # below them: static files say it too
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "louzu.lib.middleware.refuse_oversize",
    "residents.middleware.apply_preferences",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "residents.middleware.clear_the_device",
    "residents.middleware.AskForSecondFactor",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
]
ROOT_URLCONF = "louzu.urls"
WSGI_APPLICATION = "louzu.wsgi.application"

DATABASE = (
    Env.db_url_config(ENV.database_url) if ENV.database_url else postgres.database_of(ENV.home)
)
# Who owns the tables and migrates them: see louzu.lib.database.as_owner.
if ENV.owner_url:
    DATABASE_OWNER = {
        key: value
        for key, value in Env.db_url_config(ENV.owner_url).items()
        if key in {"USER", "PASSWORD"}
    }
else:
    DATABASE_OWNER = {} if ENV.database_url else {"USER": roles.OWNER}
POOL = {"min_size": 1, "max_size": ENV.pool_size, "timeout": 10}
DATABASES = {
    "default": {
        **DATABASE,
        "HOST": unquote(DATABASE["HOST"] or ""),  # a socket's folder comes as %2Frun%2F…
        "CONN_MAX_AGE": 0,
        "CONN_HEALTH_CHECKS": True,  # a connection from before a restart of the database is replaced
        "OPTIONS": {**DATABASE.get("OPTIONS", {}), "pool": POOL},
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# The default cache counts rates and is shared by all workers; pages stay in each worker, and so do
# the counts of what only reads: a look-up shall write nothing.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "shared_cache",
        # Many entries, so that nobody pushes a count of guesses out by making others.
        "OPTIONS": {"MAX_ENTRIES": 50_000},
    },
    "pages": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pages",
        "TIMEOUT": 60 * 60,
        "OPTIONS": {"MAX_ENTRIES": 300},
    },
    "counts": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "counts",
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    },
}

AUTH_USER_MODEL = "residents.User"
AUTHENTICATION_BACKENDS = ["residents.signin.ByNameOrPhone"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "residents.signin.Adapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_USER_DISPLAY = "residents.signin.shown_name_of"
ACCOUNT_FORMS = {
    "login": "residents.forms.SignInForm",
    "request_login_code": "residents.forms.PhoneCodeForm",
    "confirm_login_code": "residents.forms.PhoneCodeConfirmForm",
}
ACCOUNT_SESSION_REMEMBER = True
ALLAUTH_TRUSTED_PROXY_COUNT = ENV.proxies
SMS = ENV.sms
ACCOUNT_LOGIN_BY_CODE_ENABLED = bool(SMS)
ACCOUNT_PHONE_VERIFICATION_CODE_FORMAT = {"numeric": True, "length": 6, "dashed": False}
ACCOUNT_RATE_LIMITS = {"request_login_code": "10/h/ip,3/h/key"}  # each message costs money
MFA_SUPPORTED_TYPES = ["webauthn", "totp"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ADAPTER = "residents.signin.Passkeys"
MFA_FORMS = {
    "authenticate": "residents.forms.SecondFactorForm",
    "reauthenticate": "residents.forms.SecondFactorAgainForm",
    "activate_totp": "residents.forms.NewSecondFactorForm",
}
MFA_TOTP_TOLERANCE = 1  # a clock may be half a minute off
MFA_RECOVERY_CODES_SHOW_ONCE = True
SECOND_FACTOR = not DEMO  # asked of the committee; a demo's passwords are known anyway
SESSION_COOKIE_AGE = 60 * 60 * 24 * 90

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("zh-hant", "繁體中文"), ("en", "English")]
LOCALE_PATHS = [
    BASE_DIR / "locale",
    BASE_DIR / "louzu" / "locale",
]  # the second: Django's sentences
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = ENV.home / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "louzu.lib.bundles.BundleFinder",
]
BUNDLE_ROOT = ENV.home / "bundles"
BUNDLES = {
    "css/screen.css": ["css/tokens.css", "css/base.css", "css/frame.css", "css/components/*.css"],
    "css/paper.css": ["css/paper/*.css"],
    "css/print.css": ["css/print/*.css"],
}
MEDIA_ROOT = ENV.home / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "louzu.lib.bundles.HashedStorage"},
}
FILE_UPLOAD_PERMISSIONS, FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o600, 0o700
CRISPY_ALLOWED_TEMPLATE_PACKS = ["louzu_forms"]
CRISPY_TEMPLATE_PACK = "louzu_forms"
MESSAGE_STORAGE = "louzu.lib.messages.Messages"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": [
                "louzu.lib.components",
                "governance.journal.tags",
                "django.templatetags.i18n",
                "django.templatetags.static",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

CSRF_FAILURE_VIEW = "residents.views.form_expired"
SECURE_SSL_REDIRECT = ENV.https
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if ENV.https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = ENV.https
SECURE_HSTS_PRELOAD = ENV.https
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ENV.proxies else None
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = ENV.https
HOST_ONLY = "__Host-" if ENV.https else ""  # no other host under the same name can plant these
SESSION_COOKIE_NAME = f"{HOST_ONLY}session"
DEVICE_COOKIE_NAME = f"{HOST_ONLY}device"
CSRF_COOKIE_NAME = f"{HOST_ONLY}csrf"
MESSAGES_COOKIE_NAME = f"{HOST_ONLY}messages"
TEXT_COOKIE_NAME = f"{HOST_ONLY}text"
LANGUAGE_COOKIE_NAME = f"{HOST_ONLY}language"
CSRF_COOKIE_HTTPONLY = True
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "blob:"],  # photos that wait on the device
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
# Pages about oneself and one's keys: no browser puts them on its disk.
NEVER_STORED = ("/me/", "/account/", "/join/")
# One request may carry a full set of attachments of 15 MB when signed in, a form when not; bytes.
LARGEST_REQUEST = 140 * 1024 * 1024
LARGEST_REQUEST_SIGNED_OUT = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 9

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "louzu.lib.logs.WithoutValues",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
SITE_NAME = _("楼组")
