"""The front door of the site, my page, and how I like to read."""

from __future__ import annotations

from allauth.account.views import LoginView
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from residents import actions
from residents.door import BuildingRequest, in_building
from residents.forms import PreferencesForm
from residents.middleware import LANGUAGE_COOKIE, TEXT_COOKIE, preferences_of
from residents.models import User
from residents.queries import buildings_of, homes_of, public_buildings


class SignIn(LoginView):  # type: ignore[misc]
    """allauth's sign-in; in a demo with a button for each of its people."""

    template_name = "account/login.html"

    @property
    def demo_personas(self) -> list[dict[str, str]]:
        return list(settings.DEMO_PERSONAS)


ONE_YEAR = 60 * 60 * 24 * 365


@login_not_required
def front(request: HttpRequest) -> HttpResponse:
    """Visitors see what louzu is and which buildings are open; others go home."""
    if not isinstance(request.user, User):
        return render(request, "residents/front.html", {"buildings": public_buildings()})
    mine = list(buildings_of(request.user)[:200])
    if len(mine) == 1:
        return redirect(mine[0])
    return render(request, "residents/choose.html", {"buildings": mine})


@login_not_required
@require_POST
def preferences(request: HttpRequest) -> HttpResponse:
    """Text size and language: kept on this device, and for the person who is signed in."""
    form = PreferencesForm(request.POST)
    chosen = form.cleaned_data if form.is_valid() else {}
    now = preferences_of(request)
    text_size = chosen.get("text_size") or now.text_size
    language = chosen.get("language") or now.language
    if isinstance(request.user, User):
        actions.choose_preferences(request.user, text_size=text_size, language=language)
    response = redirect(_safe_way_back(request))
    for cookie, value in ((TEXT_COOKIE, text_size), (LANGUAGE_COOKIE, language)):
        response.set_cookie(
            cookie, value, max_age=ONE_YEAR, secure=settings.SESSION_COOKIE_SECURE,
            httponly=True, samesite="Lax",
        )  # fmt: skip
    return response


def _safe_way_back(request: HttpRequest) -> str:
    back = request.POST.get("next", "")
    inside = url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure())
    return back if inside else "/"


@in_building
def me(request: BuildingRequest) -> HttpResponse:
    homes = homes_of(request.user, request.building)
    form = PreferencesForm(
        initial={
            "text_size": request.preferences.text_size,
            "language": request.preferences.language,
        }
    )
    return render(request, "residents/me.html", {"homes": homes, "form": form, "tab": "me"})


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The one-time token of a form did not match: an old page, or cookies switched off."""
    return render(request, "403_csrf.html", {"reason": reason}, status=403)
