"""The project's settings, as the tests need them."""

from __future__ import annotations

import os
import tempfile

os.environ.setdefault("LOUZU_HOSTS", "testserver,localhost,127.0.0.1")
os.environ.setdefault("LOUZU_HTTPS", "0")
os.environ.setdefault("LOUZU_SMS", "tests.outbox.Outbox")
os.environ.setdefault("LOUZU_BACKUP_NIGHTLY", "0")  # a test says when one is due
os.environ.setdefault("LOUZU_EMAIL_URL", "console:")  # pytest-django keeps the mails in memory
os.environ.setdefault("LOUZU_HOME", tempfile.mkdtemp(prefix="louzu-tests-"))

from louzu.lib import clock
from louzu.settings import *  # noqa: F403

if template := os.environ.get("TESTS_TEMPLATE"):
    DATABASES["default"]["TEST"] = {"TEMPLATE": template}  # noqa: F405 -- see tests.plugin
clock.MAX_DISTANCE = float("inf")  # many tests move the clock, while connections are opened
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
PASSPHRASE_MEMORY_KIB = 8
ROOT_URL = "http://testserver"
STORAGES = {
    "default": {"BACKEND": "louzu.lib.stored_files.DurableFolder"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
# The walks send more forms than any person: who tests the rates asks for the fixture ``counting``.
CACHES["counts"] = {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}  # noqa: F405
SECOND_FACTOR = (
    False  # most tests sign the committee in by force; those of the second factor ask for it
)
