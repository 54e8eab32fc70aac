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
from governance.doors.queries.knocks import was_knocked_since
from governance.doors.queries.round import Round
from governance.doors.queries.sheet import columns_of, round_sheet_of
from governance.doors.views._shared import door_or_404, ended_sentence, round_of
from louzu.lib.errors import Refused
from louzu.lib.forms import error_sentences, refusals_on
from residents.access.building import BuildingRequest, in_building, require
from residents.access.offline_pages import kept_offline
from residents.access.once import show_once
from residents.rooms.waiting import Thing
from residents.uploads.offline_entries import (
    Found,
    add_finding,
    is_offline_entry,
    time_of_entry,
)


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
@kept_offline
def enter_sheet(request: BuildingRequest) -> HttpResponse:
    """Rows with an error do not hold up the others, which are recorded. Scripts send each row as an
    entry of its own (static/js/kept-rows.js)."""
    require(request, "doors.visit", request.building)
    found = round_of(request)
    columns = columns_of(found)
    time = SheetTimeForm(request.POST or None)
    rows = _rows(request, found, columns)
    wrong = [form for form in rows if not form.is_valid()] if request.POST else []
    if is_offline_entry(request):
        return _record_entry(request, time, rows)
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


def _record_entry(
    request: BuildingRequest, time: SheetTimeForm, rows: list[SheetRowForm]
) -> HttpResponse:
    """Record a row that a script sends. The list of entries shows what became of it."""
    forms = [time, *rows]
    if errors := [sentence for form in forms for sentence in error_sentences(form)]:
        raise Refused("\n".join(errors))
    filled = [form.row for form in rows if form.has_changed()]
    if not filled:
        raise Refused(_("这一家现在没有要登记的了，这次没有记上。"))
    made = time_of_entry(request)
    if made and any(was_knocked_since(row.flat, made, but_by=request.user) for row in filled):
        add_finding(request, Found.VISITED)
    said_at = time.cleaned_data["said_at"] or made
    ended = record_sheet(request.building, filled, said_at=said_at, by=request.user)
    for canvass in ended:
        messages.warning(request, ended_sentence(canvass))
    return redirect("doors:list", request.building.slug)


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
