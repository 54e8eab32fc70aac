"""A person's own calendar address: whoever has it needs no key, so it can be taken back."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from governance.meetings import actions
from governance.meetings.queries.calendars import calendar_for, feed_with_token, has_feed
from residents.access.building import BuildingRequest, for_oneself
from residents.access.once import show_once


@login_not_required
@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """The meetings of the buildings its person belongs to today; a calendar program cannot sign in."""
    found = feed_with_token(token)
    if found is None:
        raise Http404
    with translation.override(found.user.language):
        calendar = calendar_for(found.user, request.build_absolute_uri("/").rstrip("/"))
    if calendar is None:
        raise Http404
    response = HttpResponse(calendar, content_type="text/calendar; charset=utf-8")
    response["Cache-Control"] = "private, no-store"
    response["Content-Disposition"] = 'inline; filename="louzu.ics"'
    return response


@for_oneself
@require_safe
def mine(request: BuildingRequest) -> HttpResponse:
    """Whether there is one, and what it is for."""
    context = {"has": has_feed(request.user), "tab": "me"}
    return render(request, "meetings/feed.html", context)


@for_oneself
@require_POST
@never_cache
def make(request: BuildingRequest) -> HttpResponse:
    """The one answer that shows the address. A resend of its form is led to the page before."""
    token = actions.open_feed(request.user)
    address = request.build_absolute_uri(reverse("calendar:feed", args=[token]))
    context = {"has": True, "address": address, "tab": "me"}
    page = render(request, "meetings/feed.html", context)
    return show_once(page, back=reverse("calendar:mine"))


@for_oneself
@require_POST
def take_back(request: BuildingRequest) -> HttpResponse:
    actions.close_feed(request.user)
    messages.success(request, _("收回了，以前的地址不能再用。"))
    return redirect("calendar:mine")
