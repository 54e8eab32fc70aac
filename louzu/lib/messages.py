"""Storage of Django's messages."""

from __future__ import annotations

import re
from typing import Any

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage

from louzu.lib.text import mask_phones

PHONE = re.compile(r"(?<!\d)(?:1\d{10}|0\d{9,11})(?!\d)")


class MaskedCookieStorage(CookieStorage):
    """Keep messages in a cookie with phone numbers masked: the cookie is signed, not encrypted."""

    cookie_name = settings.MESSAGES_COOKIE_NAME

    def add(self, level: int, message: Any, extra_tags: str | None = "") -> None:
        if PHONE.search(str(message)):
            message = PHONE.sub(lambda found: mask_phones(found[0]), str(message))
        super().add(level, message, extra_tags)
