"""Storage of Django's messages."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.messages.storage.base import Message
from django.contrib.messages.storage.cookie import CookieStorage

from louzu.lib.phone_numbers import with_numbers_masked

BACKGROUND_HEADER = "X-Background"
"""Header of a request by a script for a page that nobody is about to see."""


class MaskedCookieStorage(CookieStorage):
    """Keep messages in a cookie with phone numbers masked: the cookie is signed, not encrypted."""

    cookie_name = settings.MESSAGES_COOKIE_NAME

    def _get(self, *args: Any, **kwargs: Any) -> tuple[list[Message], bool]:
        """Return no messages for a page that nobody sees, so that they stay for the next one."""
        if BACKGROUND_HEADER in self.request.headers:
            return [], True
        return super()._get(*args, **kwargs)  # type: ignore[misc, no-any-return]  # not in the stubs

    def add(self, level: int, message: Any, extra_tags: str | None = "") -> None:
        shown = with_numbers_masked(str(message))
        super().add(level, message if shown == str(message) else shown, extra_tags)
