"""The list of matters, the page of one, its timeline and photos, and following it."""

from __future__ import annotations

import rules
from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from governance.canvass.queries.lists import canvasses_under_way_in
from governance.canvass.queries.lists import next_change_at as canvasses_change_at
from governance.inbox.queries.news import with_unread_news
from governance.matters.actions import following
from governance.matters.models import Matter
from governance.matters.queries.lists import (
    ended_matters_in,
    matters_for_page,
    matters_under_way_in,
)
from governance.matters.queries.page import matter_page_for
from governance.matters.queries.ties import ties_of
from governance.matters.queries.timeline import timeline_page_of
from governance.matters.queries.under_way import whereabouts_of
from governance.meetings.queries.lists import meetings_ahead_in
from governance.meetings.queries.lists import next_change_at as meetings_change_at
from governance.notices.queries import next_change_at as notices_change_at
from residents.access.building import BuildingRequest, fetch, in_building, require
from residents.access.files import serve_attachment
from residents.access.page_cache import cached_page
from residents.uploads.rates import rate_limit


@in_building
@require_safe
@cached_page(canvasses_change_at, meetings_change_at, notices_change_at)
def listing(request: BuildingRequest) -> HttpResponse:
    """The page of the tab: what goes on, with what is next, and what ended."""
    require(request, "matters.browse", request.building)
    after, building = request.GET.get("after"), request.building
    context = {
        "under_way": [] if after else whereabouts_of(matters_under_way_in(building)),
        "meetings": [] if after else meetings_ahead_in(building),
        "canvasses": [] if after else canvasses_under_way_in(building),
        "page": ended_matters_in(building, after=after),
        "first": not after,
    }
    return render(request, "matters/listing.html", context)


@in_building
@require_safe
def page(request: BuildingRequest, pk: int) -> HttpResponse:
    """It is not cached: what is next changes by the clock and with things of other rooms."""
    rows = with_unread_news(matters_for_page(request.user), request.user, request.path)
    matter = fetch(request, rows, pk, to="matters.read")
    moves = rules.has_perm("matters.go_back", request.user, matter)
    shown = matter_page_for(matter, request.standing, request.user, moves=moves)
    return render(request, "matters/page.html", {"matter": matter, "shown": shown})


@in_building
@require_safe
def timeline(request: BuildingRequest, pk: int) -> HttpResponse:
    matter = fetch(request, Matter, pk, to="matters.read")
    lines, older = timeline_page_of(
        matter, ties_of(matter), request.standing, after=request.GET.get("after")
    )
    context = {"matter": matter, "lines": lines, "older_url": older}
    return render(request, "matters/timeline.html", context)


@in_building
@require_safe
def photo(request: BuildingRequest, pk: int, photo: int, size: str) -> HttpResponseBase:
    matter = fetch(request, Matter, pk, to="matters.read")
    return serve_attachment(request, matter.photos.all(), photo, size)


@in_building
@rate_limit("answer")
@require_POST
def follow(request: BuildingRequest, pk: int) -> HttpResponse:
    matter = fetch(request, Matter, pk, to="matters.follow")
    following.follow_matter(matter, by=request.user)
    messages.success(request, _("记下了，有消息就告诉您。"))
    return redirect(matter)


@in_building
@rate_limit("answer")
@require_POST
def unfollow(request: BuildingRequest, pk: int) -> HttpResponse:
    matter = fetch(request, Matter, pk, to="matters.follow")
    following.unfollow_matter(matter, by=request.user)
    messages.success(request, _("好的，这件事不再告诉您了。"))
    return redirect(matter)
