"""Personal calendar addresses. No sign-in is needed, so they can be revoked."""

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

from governance.meetings.actions import feeds
from governance.meetings.queries.calendars import calendar_for, feed_with_token, has_feed
from residents.access.building import BuildingRequest, for_oneself
from residents.access.once import show_once


@login_not_required
@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """Return the person's calendar. The token in the URL replaces a sign-in, which calendar
    programs don't support."""
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
    context = {"has": has_feed(request.user)}
    return render(request, "meetings/feed.html", context)


@for_oneself
@require_POST
@never_cache
def make(request: BuildingRequest) -> HttpResponse:
    """Create an address and show it once. A repeated POST is redirected to the page before."""
    token = feeds.open_feed(request.user)
    address = request.build_absolute_uri(reverse("calendar:feed", args=[token]))
    context = {"has": True, "address": address}
    page = render(request, "meetings/feed.html", context)
    return show_once(page, back=reverse("calendar:mine"))


@for_oneself
@require_POST
def take_back(request: BuildingRequest) -> HttpResponse:
    feeds.close_feed(request.user)
    messages.success(request, _("收回了，以前的地址不能再用。"))
    return redirect("calendar:mine")
