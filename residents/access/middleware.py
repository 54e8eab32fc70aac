"""Reading preferences, data that a device deletes, and the second factor of the committee."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from louzu.lib.marks import mark
from residents.access.guard import needs_second_factor, redirect_to_second_factor
from residents.people.models import User
from residents.people.models.users import Language, TextSize

TEXT_COOKIE, LANGUAGE_COOKIE = settings.TEXT_COOKIE_NAME, settings.LANGUAGE_COOKIE_NAME


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
        mark(request, preferences=preferences)
        with translation.override(preferences.language):
            response = get_response(request)
        response.headers.setdefault("Content-Language", preferences.language)
        return response

    return middleware


def clear_device(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Send ``Clear-Site-Data`` with the answer that ends a session; see
    residents/people/receivers.py."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if kinds := getattr(request, "to_clear", ()):
            response["Clear-Site-Data"] = ", ".join(f'"{kind}"' for kind in kinds)
        return response

    return middleware


class AskForSecondFactor:
    """Require a second factor for pages outside buildings and desk, which check it themselves."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., object], *_given: object
    ) -> HttpResponse | None:
        if not isinstance(request.user, User) or not needs_second_factor(request, view):
            return None
        return redirect_to_second_factor(request) if request.user.has_desk else None
