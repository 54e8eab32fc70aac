"""Storage of Django's messages."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage

from louzu.lib.phone_numbers import with_numbers_masked


class MaskedCookieStorage(CookieStorage):
    """Keep messages in a cookie with phone numbers masked: the cookie is signed, not encrypted."""

    cookie_name = settings.MESSAGES_COOKIE_NAME

    def add(self, level: int, message: Any, extra_tags: str | None = "") -> None:
        shown = with_numbers_masked(str(message))
        super().add(level, message if shown == str(message) else shown, extra_tags)
