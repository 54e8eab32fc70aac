"""Django's settings. What differs between installations is read from the environment by ``louzu.env``.

This module imports nothing of ``residents`` or ``governance``: they are named by dotted paths.
"""

from __future__ import annotations

import django_stubs_ext
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from louzu import env
from louzu.lib import clock, logs
from louzu.lib.postgresql.options import portal_database
from louzu.lib.release import release_version, source_fingerprint
from louzu.lib.sms.base import read_templates
from louzu.lib.smtp import NO_MAIL
from louzu.lib.web_push.subscriptions import SERVICES
from louzu.server import postgres, roles

clock.install()  # before the models are loaded, whose defaults refer to it
django_stubs_ext.monkeypatch()  # before the apps are loaded: they subscript ModelAdmin and others

ENV = env.read()
BASE_DIR = env.ROOT
RELEASE, VERSION = source_fingerprint(BASE_DIR), release_version(BASE_DIR)

DEMO, DEBUG = ENV.demo, ENV.debug
SECRET_KEY, ALLOWED_HOSTS = ENV.secret_key, ENV.hosts
CARD_FONT = ENV.card_font
ROOT_URL = ENV.root  # of absolute addresses where there is no request: messages, pictures, jobs

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
    "allauth.socialaccount",
    "allauth.mfa",
    "allauth.usersessions",
    "crispy_forms",
    "csp",
    "rules.apps.AutodiscoverRulesConfig",
    "procrastinate.contrib.django",
    "residents.apps.ResidentsConfig",
    "residents.signin.weixin",
    "governance.journal",
    "governance.search",
    "governance.inbox",
    "governance.lounge",
    "governance.canvass",
    "governance.ledger",
    "governance.notices",
    "governance.charters",
    "governance.meetings",
    "governance.doors",
    "governance.matters",
    "governance.stories",
    "governance.home",
    "governance.today",
    "governance.demo",
]
MIDDLEWARE = [
    "louzu.health.middleware.answer_health_checks",
    "louzu.health.middleware.watch_requests",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "louzu.lib.middleware.set_default_headers",
    "whitenoise.middleware.WhiteNoiseMiddleware",  # below the headers, since static files need them too
    "residents.access.failure_page.refuse_during_outage",  # static files need no database
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "louzu.lib.middleware.refuse_large_requests",
    "residents.access.middleware.apply_preferences",
    "residents.access.offline_pages.name_reader",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "residents.access.middleware.clear_device",
    "residents.access.middleware.AskForSecondFactor",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
]
ROOT_URLCONF = "louzu.urls"
WSGI_APPLICATION = "louzu.wsgi.application"

# Without LOUZU_DATABASE_URL the embedded server is used, and its owner for migrations.
DATABASE = ENV.database or postgres.database_settings(ENV.home)
# Role that owns the tables, for migrations (louzu.lib.database.as_owner); {} if it is DATABASE's.
DATABASE_OWNER = ENV.database_owner or ({} if ENV.database else {"USER": roles.OWNER})
DATABASE_ADMIN = {} if ENV.database else {"USER": roles.NAME}  # superuser of the embedded server
POSTGRES_PROGRAMS = "louzu.server.postgres.binaries"
DATABASES = {"default": portal_database(DATABASE, pool_size=ENV.pool_size, pooler=ENV.pooler)}
BACKUP, CELL = ENV.backup, ENV.cell
BACKUP_JOURNALS = "governance.journal.queries"
# The job queue (louzu.lib.jobs): each app has its jobs in jobs.py.
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
PROCRASTINATE_WORKER_DEFAULTS = {"update_heartbeat_interval": 10, "stalled_worker_timeout": 30}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# "default" is shared by all workers and counts guesses of codes and PINs. "pages" and "counts" are kept
# in each worker: reading a page or searching must not write to the database.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "shared_cache",
        # Large, so that nobody can push a count of guesses out by making many other entries.
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
AUTHENTICATION_BACKENDS = ["residents.signin.adapters.NameOrPhoneBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
# Memory for a key from a holder's passphrase (governance/canvass/sealing.py). After a change the passphrases
# of votes that are under way no longer open them.
PASSPHRASE_MEMORY_KIB = 19 * 1024
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "residents.signin.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_USER_DISPLAY = "residents.signin.adapters.shown_name_of"
ACCOUNT_FORMS = {
    "login": "residents.signin.forms.signin.SignInForm",
    "request_login_code": "residents.signin.forms.signin.PhoneCodeForm",
    "confirm_login_code": "residents.signin.forms.signin.PhoneCodeConfirmForm",
}
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_REAUTHENTICATION_METHODS = ["password", "mfa"]  # a code by phone is not enough (guard.py)
ALLAUTH_TRUSTED_PROXY_COUNT = ENV.proxies
SMS, SMS_KEYS = ENV.sms, ENV.sms_keys
SMS_TEMPLATES, SMS_BUDGET = read_templates(ENV.sms_templates), ENV.sms_budget
EMAIL_SERVER = MAIL = ENV.email
EMAIL_BACKEND, EMAIL_HOST, EMAIL_PORT = MAIL.backend or NO_MAIL, MAIL.host, MAIL.port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = MAIL.user, MAIL.password
EMAIL_USE_SSL, EMAIL_USE_TLS, EMAIL_TIMEOUT = MAIL.implicit_tls, MAIL.starttls, 20
DEFAULT_FROM_EMAIL = ENV.email_from
PUSH, PUSH_SERVICES = ENV.push, SERVICES
ACCOUNT_LOGIN_BY_CODE_ENABLED = bool(SMS)
ACCOUNT_PHONE_VERIFICATION_CODE_FORMAT = {"numeric": True, "length": 6, "dashed": False}
ACCOUNT_RATE_LIMITS = {"request_login_code": "10/h/ip,3/h/key"}  # a text message costs money
WECHAT = ENV.wechat
SOCIALACCOUNT_ADAPTER = "residents.signin.weixin.adapter.WeChatAdapter"
MFA_SUPPORTED_TYPES = ["webauthn", "totp"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ADAPTER = "residents.signin.adapters.MFAAdapter"
MFA_FORMS = {
    "authenticate": "residents.signin.forms.second_factor.SecondFactorForm",
    "reauthenticate": "residents.signin.forms.second_factor.SecondFactorAgainForm",
    "activate_totp": "residents.signin.forms.second_factor.NewSecondFactorForm",
}
MFA_TOTP_TOLERANCE = 1  # a clock may be half a minute off
MFA_RECOVERY_CODES_SHOW_ONCE = True
SECOND_FACTOR = not DEMO  # required of the committee; everybody knows the demo's passwords
# Residents are told: the category "sessions" in residents/privacy/personal_data.py, and docs/privacy.md.
SESSION_COOKIE_AGE = 60 * 60 * 24 * 90

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("zh-hant", "繁體中文"), ("en", "English")]
# The second folder has our translations of Django's own sentences.
LOCALE_PATHS = [BASE_DIR / "locale", BASE_DIR / "louzu" / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

# A file that removes the offline pages from all devices while it is there (docs/offline.md).
OFFLINE_SWITCH = ENV.home / "offline-pages-off"
STATIC_URL = "/static/"
STATIC_ROOT = ENV.home / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "louzu.lib.bundles.BundleFinder",
]
# Files that browsers look for at the root of the site.
WHITENOISE_ROOT = BASE_DIR / "static" / "root"
WHITENOISE_MIMETYPES = {".webmanifest": "application/manifest+json"}
BUNDLE_ROOT = ENV.home / "bundles"
BUNDLES = {
    "css/screen.css": ["css/tokens.css", "css/base.css", "css/frame.css", "css/components/*.css"],
    "css/paper.css": ["css/paper/*.css"],
    "css/print.css": ["css/print/*.css"],
}
MEDIA, MEDIA_ROOT = ENV.media, ENV.media.folder or ENV.home / "media"
STORAGES = {
    "default": MEDIA.configuration(),
    "staticfiles": {"BACKEND": "louzu.lib.bundles.HashedStorage"},
}
FILE_UPLOAD_PERMISSIONS, FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o600, 0o700
CRISPY_ALLOWED_TEMPLATE_PACKS = ["louzu_forms"]
CRISPY_TEMPLATE_PACK = "louzu_forms"
MESSAGE_STORAGE = "louzu.lib.messages.MaskedCookieStorage"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": [
                "louzu.lib.components",
                "residents.access.tags",
                "governance.journal.tags",
                "governance.inbox.tags",
                "governance.canvass.tags",
                "governance.matters.tags",
                "django.templatetags.i18n",
                "django.templatetags.static",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

CSRF_FAILURE_VIEW = "residents.signin.views.front.form_expired"
SECURE_SSL_REDIRECT = ENV.https
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if ENV.https else 0
# Only on request, because this affects other hosts than the portal's own (docs/operations.md).
SECURE_HSTS_INCLUDE_SUBDOMAINS = ENV.hsts_subdomains
SECURE_HSTS_PRELOAD = ENV.hsts_preload
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021", "fields.W161"]  # those two, hours
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ENV.proxies else None
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = ENV.https
# Browsers accept __Host- cookies from the portal's own host only, not from one of its subdomains.
HOST_ONLY = "__Host-" if ENV.https else ""
SESSION_COOKIE_NAME = f"{HOST_ONLY}session"
DEVICE_COOKIE_NAME = f"{HOST_ONLY}device"
PUSH_COOKIE_NAME = f"{HOST_ONLY}push"
CSRF_COOKIE_NAME = f"{HOST_ONLY}csrf"
MESSAGES_COOKIE_NAME = f"{HOST_ONLY}messages"
TEXT_COOKIE_NAME = f"{HOST_ONLY}text"
LANGUAGE_COOKIE_NAME = f"{HOST_ONLY}language"
CSRF_COOKIE_HTTPONLY = True
PERMISSIONS_POLICY: dict[str, list[str]] = {
    feature: [] for feature in ("camera", "geolocation", "microphone", "payment", "usb")
}
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "blob:"],  # previews of photos before they are sent
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
# Pages about oneself and one's keys are sent with Cache-Control: no-store.
NEVER_STORED = ("/me/", "/account/", "/join/")
# Bytes of one request: nine attachments of 15 MB when signed in, a form when not.
MAX_REQUEST_BYTES = 140 * 1024 * 1024
MAX_REQUEST_BYTES_SIGNED_OUT = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 50  # more than any form takes: the form itself says how many
LOGGING = logs.logging_settings(ENV.monitoring.log, mail_errors_to=ENV.monitoring.errors_to)
if ENV.monitoring.sentry_dsn:
    from louzu.lib.error_reports import start_error_reports

    start_error_reports(ENV.monitoring.sentry_dsn, release=RELEASE)
SITE_NAME = _("楼组")
