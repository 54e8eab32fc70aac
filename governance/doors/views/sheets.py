"""The round sheet on paper, and its entry."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from governance.canvass.queries.home_slips import home_slips_in
from governance.doors.actions.sheets import record_sheet
from governance.doors.forms import SheetRowForm, SheetTimeForm
from governance.doors.inputs import SheetRow
from governance.doors.queries.round import Round
from governance.doors.queries.sheet import columns_of, round_sheet_of
from governance.doors.views._shared import door_or_404, ended_sentence, round_of
from louzu.lib.forms import refusals_on
from residents.access.building import BuildingRequest, in_building, require
from residents.access.once import show_once
from residents.rooms.waiting import Thing


@in_building
@require_safe
def sheet(request: BuildingRequest) -> HttpResponse:
    require(request, "doors.visit", request.building)
    context = {"sheet": round_sheet_of(round_of(request), request.building)}
    return render(request, "doors/sheet.html", context)


@in_building
@require_safe
def slips(request: BuildingRequest, pk: int) -> HttpResponse:
    """留张回条: a slip for each open question, to leave at this door."""
    _found, door = door_or_404(request, pk)
    voices = [one.voice for one in door.with_slips]
    context = {
        "door": door,
        "slips": home_slips_in(request.building, voices),
        "root": request.build_absolute_uri("/").rstrip("/"),
    }
    return render(request, "doors/slips.html", context)


@in_building
def enter_sheet(request: BuildingRequest) -> HttpResponse:
    """Rows with an error do not hold up the others, which are recorded."""
    require(request, "doors.visit", request.building)
    found = round_of(request)
    columns = columns_of(found)
    time = SheetTimeForm(request.POST or None)
    rows = _rows(request, found, columns)
    wrong = [form for form in rows if not form.is_valid()] if request.POST else []
    if time.is_valid() and len(wrong) < len(rows):
        with refusals_on(time):
            filled = [form.row for form in rows if form not in wrong and form.has_changed()]
            _record(request, filled, time.cleaned_data["said_at"])
            if not wrong and not filled:
                messages.warning(request, _("一家也没有填，没有登记。"))
                return redirect("doors:enter_sheet", request.building.slug)
            if not wrong:
                return redirect("doors:list", request.building.slug)
            if filled:
                context = {"time": time, "rows": wrong, "columns": columns, "some": True}
                page = render(request, "doors/enter_sheet.html", context)
                return show_once(page, back=request.path)
    context = {
        "time": time,
        "rows": rows,
        "columns": columns,
        "left_out": [door for door in found.doors if door.to_say != door.open and not door.here],
        "wrong": bool(wrong or time.errors),
    }
    return render(request, "doors/enter_sheet.html", context)


def _rows(request: BuildingRequest, found: Round, columns: dict[Thing, str]) -> list[SheetRowForm]:
    """Return the rows of the doors at which something can be done, and of those that were filled in
    while somebody else did it."""
    typed = request.POST or None
    forms = [(door, SheetRowForm(door, columns, typed)) for door in found.doors]
    return [form for door, form in forms if door.here or (typed and form.has_changed())]


def _record(request: BuildingRequest, rows: list[SheetRow], said_at: dt.datetime | None) -> None:
    for canvass in record_sheet(request.building, rows, said_at=said_at, by=request.user):
        messages.warning(request, ended_sentence(canvass))
    n = len(rows)
    if n:
        messages.success(request, ngettext("%(n)s家记好了。", "%(n)s家记好了。", n) % {"n": n})
