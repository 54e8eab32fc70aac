"""Pages of the building's journal."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from governance.journal.queries import PAGE, latest_lines_in
from residents.access.building import BuildingRequest, in_building
from residents.access.page_cache import cached_page


@in_building
@require_safe
@cached_page()
def lines(request: BuildingRequest) -> HttpResponse:
    before = request.GET.get("before", "")
    number = int(before) if before.isdecimal() and len(before) < 18 else 0  # noqa: PLR2004 -- fits a bigint
    found = latest_lines_in(request.building, request.standing, count=PAGE + 1, before=number)
    page, more = found[:PAGE], found[PAGE:]
    older = f"?before={page[-1].number}" if more else ""
    return render(request, "journal/lines.html", {"lines": page, "older_url": older})
