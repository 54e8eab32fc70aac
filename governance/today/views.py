from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from governance.inbox.links import landing_address
from governance.today.queries.day import next_day, today_groups_of
from governance.today.queries.sheet import week_sheet_of
from governance.today.queries.week import CalendarWeek, weeks_in
from residents.access.building import BuildingRequest, in_building, require
from residents.access.page_cache import cached_page
from residents.rooms.context import PageContext
from residents.rooms.contributions import SharedPage
from residents.rooms.manifest import next_change_on


@in_building
@require_safe
@cached_page(next_change_on(SharedPage.TODAY), next_day)
def today(request: BuildingRequest) -> HttpResponse:
    require(request, "today.look", request.building)
    shelves = today_groups_of(_context(request))
    return render(request, "today/today.html", {"shelves": shelves})


@in_building
@require_safe
def weeks(request: BuildingRequest) -> HttpResponse:
    require(request, "today.week", request.building)
    until = CalendarWeek.named(request.GET.get("until", ""))
    found = weeks_in(request.building, until=until)
    older = weeks_in(request.building, until=found[-1].before, count=1) if found else []
    context = {"weeks": found, "older": older[0] if older else None}
    return render(request, "today/weeks.html", context)


@in_building
@require_safe
@cached_page(next_change_on(SharedPage.WEEK), next_day)
def week(request: BuildingRequest, name: str) -> HttpResponse:
    require(request, "today.week", request.building)
    chosen = CalendarWeek.named(name)
    if chosen is None:
        raise Http404
    page = _context(request)
    sheet = week_sheet_of(page, chosen)
    context = {"sheet": sheet, "url": landing_address(request, request.building)}
    return render(request, "today/week.html", context)


def _context(request: BuildingRequest) -> PageContext:
    root = request.build_absolute_uri("/")[:-1]
    return PageContext(request.building, request.standing, request.user, root)
