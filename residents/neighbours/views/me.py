"""The user's own page, and reading preferences."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from residents.access.building import BuildingRequest, in_building
from residents.access.guard import next_url
from residents.access.middleware import LANGUAGE_COOKIE, TEXT_COOKIE, preferences_of
from residents.people.actions import profile
from residents.people.forms.profile import PreferencesForm
from residents.people.models import User
from residents.people.queries.people import contacts_in, homes_of

ONE_YEAR = 60 * 60 * 24 * 365


@login_not_required
@require_POST
def preferences(request: HttpRequest) -> HttpResponse:
    form = PreferencesForm(request.POST)
    chosen = form.cleaned_data if form.is_valid() else {}
    now = preferences_of(request)
    text_size = chosen.get("text_size") or now.text_size
    language = chosen.get("language") or now.language
    if isinstance(request.user, User):
        profile.choose_preferences(request.user, text_size=text_size, language=language)
    response = HttpResponseRedirect(next_url(request) or "/")
    for cookie, value in ((TEXT_COOKIE, text_size), (LANGUAGE_COOKIE, language)):
        response.set_cookie(
            cookie,
            value,
            max_age=ONE_YEAR,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    return response


@in_building
@require_safe
def me(request: BuildingRequest) -> HttpResponse:
    homes = homes_of(request.user, request.building)
    form = PreferencesForm(
        initial={
            "text_size": request.preferences.text_size,
            "language": request.preferences.language,
        }
    )
    return render(request, "residents/me.html", {"homes": homes, "form": form})


@in_building
@require_safe
def welcome(request: BuildingRequest) -> HttpResponse:
    context = {
        "people": contacts_in(request.building),
        "may_verify": bool(settings.SMS) and not request.user.phone_is_key,
    }
    return render(request, "residents/welcome.html", context)
