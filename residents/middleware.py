"""How this reader likes to read: the device's choice first, then the person's, then the house's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils import translation

from residents.models import User
from residents.models.people import Language, TextSize

TEXT_COOKIE, LANGUAGE_COOKIE = "text", "language"


@dataclass(frozen=True, slots=True)
class Preferences:
    text_size: str
    language: str


def preferences_of(request: HttpRequest) -> Preferences:
    text_size = request.COOKIES.get(TEXT_COOKIE, "")
    language = request.COOKIES.get(LANGUAGE_COOKIE, "")
    person = request.user if "" in {text_size, language} else None
    known = person if isinstance(person, User) else None
    if text_size not in TextSize:
        text_size = known.text_size if known else TextSize.NORMAL
    if language not in Language:
        language = known.language if known else Language.SIMPLIFIED
    return Preferences(str(text_size), str(language))


def apply_preferences(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    def middleware(request: HttpRequest) -> HttpResponse:
        preferences = preferences_of(request)
        request.preferences = preferences  # type: ignore[attr-defined]
        with translation.override(preferences.language):
            response = get_response(request)
        response.headers.setdefault("Content-Language", preferences.language)
        return response

    return middleware
