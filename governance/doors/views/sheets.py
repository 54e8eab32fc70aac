"""The round sheet on paper, and its entry."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from governance.doors.actions.sheets import record_sheet
from governance.doors.forms import SheetRowForm, SheetTimeForm
from governance.doors.queries.sheet import columns_of, round_sheet_of
from governance.doors.views._shared import ended_sentence, round_of
from louzu.lib.forms import refusals_on
from residents.access.building import BuildingRequest, in_building, require


@in_building
@require_safe
def sheet(request: BuildingRequest) -> HttpResponse:
    require(request, "doors.visit", request.building)
    context = {"sheet": round_sheet_of(round_of(request), request.building)}
    return render(request, "doors/sheet.html", context)


@in_building
def enter_sheet(request: BuildingRequest) -> HttpResponse:
    require(request, "doors.visit", request.building)
    found = round_of(request)
    columns = columns_of(found)
    numbers = {pk: n for n, (_label, pk) in enumerate(columns, start=1)}
    time = SheetTimeForm(request.POST or None)
    rows = [SheetRowForm(door, numbers, request.POST or None) for door in found.doors if door.here]
    right = [form.is_valid() for form in (time, *rows)]
    if all(right):
        with refusals_on(time):
            filled = [form.row for form in rows if form.has_changed()]
            said_at = time.cleaned_data["said_at"]
            ended = record_sheet(request.building, filled, said_at=said_at, by=request.user)
            for canvass in ended:
                messages.warning(request, ended_sentence(canvass))
            n = len(filled)
            messages.success(request, ngettext("%(n)s家记好了。", "%(n)s家记好了。", n) % {"n": n})
            return redirect("doors:list", request.building.slug)
    context = {
        "time": time,
        "rows": rows,
        "columns": columns,
        "wrong": request.POST and not all(right),
    }
    return render(request, "doors/enter_sheet.html", context)
