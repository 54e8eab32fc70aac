"""The cookie by which the browser of a push subscription is known, also when nobody is signed in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, TypedDict
from uuid import UUID

from django.conf import settings
from django.core import signing

from governance.inbox.models import ContactWay

SALT = "louzu.push_cookie"
THREE_YEARS = 60 * 60 * 24 * 365 * 3


class CookieOptions(TypedDict):
    """Arguments of ``set_cookie``."""

    key: str
    value: str
    max_age: int
    secure: bool
    httponly: bool
    samesite: Literal["Lax"]


def push_cookie(way: ContactWay) -> CookieOptions:
    return {
        "key": settings.PUSH_COOKIE_NAME,
        "value": signing.dumps(way.key.hex, salt=SALT),
        "max_age": THREE_YEARS,
        "secure": settings.SESSION_COOKIE_SECURE,
        "httponly": True,
        "samesite": "Lax",
    }


def way_key_in(cookies: Mapping[str, str]) -> UUID | None:
    """Return the key of the way that was last switched on in the browser that sent ``cookies``."""
    try:
        found = signing.loads(cookies.get(settings.PUSH_COOKIE_NAME, ""), salt=SALT)
        return UUID(found)
    except (signing.BadSignature, ValueError):
        return None
