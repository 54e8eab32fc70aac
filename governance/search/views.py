"""The search page."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from governance.search.queries import search_page_for
from governance.search.searchable import rooms_with_passages
from governance.search.words import parse_query
from residents.access.building import BuildingRequest, in_building, require
from residents.uploads.rates import RateLimitExceeded, count

MAX_QUESTION_LENGTH = 60


@in_building
@require_safe
def page(request: BuildingRequest) -> HttpResponse:
    """Search, for members only. Visitors can read too few notices to need it."""
    require(request, "search.find", request.building)
    typed = request.GET.get("q", "")[:MAX_QUESTION_LENGTH].strip()
    room = request.GET.get("room", "")
    rooms = rooms_with_passages()
    room = room if room in rooms else ""
    context: dict[str, object] = {"typed": typed, "room": room, "rooms": rooms}
    status = HTTPStatus.OK
    if question := parse_query(typed):
        if isinstance(count(request, "search"), RateLimitExceeded):
            context["too_often"], status = True, HTTPStatus.TOO_MANY_REQUESTS
        else:
            context["findings"] = search_page_for(
                question,
                request.building,
                request.standing,
                room=room,
                after=request.GET.get("after"),
            )
    return render(request, "search/page.html", context, status=status)
