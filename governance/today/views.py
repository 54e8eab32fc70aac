from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from governance.canvass.queries.lists import next_change_at as next_canvass_change_at
from governance.meetings.queries.lists import next_change_at as next_meeting_change_at
from governance.today.queries import CalendarWeek, today_groups_of, week_sheet_of, weeks_of
from governance.today.queries.day import next_day
from residents.access.building import BuildingRequest, in_building, require
from residents.access.page_cache import cached_page


@in_building
@require_safe
@cached_page(next_canvass_change_at, next_day)
def today(request: BuildingRequest) -> HttpResponse:
    """The leader's ten minutes: what ends, what is late, which doors are left, who waits for a word."""
    require(request, "today.look", request.building)
    shelves = today_groups_of(request.building, root=_root(request))
    return render(request, "today/today.html", {"shelves": shelves, "tab": "home"})


@in_building
@require_safe
def weeks(request: BuildingRequest) -> HttpResponse:
    """All weeks since the building began, newest first."""
    require(request, "today.week", request.building)
    until = CalendarWeek.named(request.GET.get("until", ""))
    found = weeks_of(request.building, until=until)
    older = weeks_of(request.building, until=found[-1].before, count=1) if found else []
    context = {"weeks": found, "older": older[0] if older else None, "tab": "home"}
    return render(request, "today/weeks.html", context)


@in_building
@require_safe
@cached_page(next_canvass_change_at, next_meeting_change_at, next_day)
def week(request: BuildingRequest, name: str) -> HttpResponse:
    """One leaf of paper for those without a phone."""
    require(request, "today.week", request.building)
    chosen = CalendarWeek.named(name)
    if chosen is None:
        raise Http404
    sheet = week_sheet_of(request.building, chosen)
    context = {"sheet": sheet, "root": _root(request), "tab": "home"}
    return render(request, "today/week.html", context)


def _root(request: BuildingRequest) -> str:
    return request.build_absolute_uri("/")[:-1]
