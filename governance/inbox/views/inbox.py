"""The page with everything that a person is asked and everything that is new."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from governance.inbox.queries.items import done_duties_of, duties_of, news_of
from residents.access.building import BuildingRequest, in_building, require
from residents.access.page_cache import cached_page
from residents.rooms.context import PageContext
from residents.rooms.contributions import SharedPage
from residents.rooms.manifest import next_change_on


@in_building
@require_safe
@cached_page(next_change_on(SharedPage.HOME))
def inbox(request: BuildingRequest) -> HttpResponse:
    require(request, "inbox.read", request.building)
    page = PageContext(request.building, request.standing, request.user)
    context = {"duties": duties_of(page), "done": done_duties_of(page), "news": news_of(page)}
    return render(request, "inbox/inbox.html", context)
