"""Pages on invitation and attendance, and the attendance sheet."""

from __future__ import annotations

import rules
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from governance.canvass.queries.page import canvass_page_for as coverage_of
from governance.inbox.links import landing_address
from governance.meetings.actions import holding
from governance.meetings.forms.taking_part import AttendanceForm, SheetForm
from governance.meetings.models import Meeting
from governance.meetings.queries.page import (
    attendance_of,
    households_at,
    meetings_for_page,
    photos_of,
    reach_of,
    seats_of,
)
from louzu.lib.errors import Refused
from louzu.lib.forms import refusals_on
from residents.access.building import BuildingRequest, fetch, in_building
from residents.access.files import serve_file
from residents.uploads.rates import rate_limit

ROWS_PER_PAGE = 22
"""Rows on a printed sheet."""


@in_building
@rate_limit("answer")
@require_POST
def come(request: BuildingRequest, pk: int) -> HttpResponse:
    meeting = fetch(request, meetings_for_page(request.standing), pk, to="meetings.come")
    number = request.POST.get("household", "")
    homes = {str(home.pk): home for home in households_at(meeting)}
    if number not in map(str, request.standing.households) or number not in homes:
        raise Refused(_("请选您自己家。"))
    coming = request.POST.get("coming") == "yes"
    holding.reply_to_invitation(meeting, homes[number], coming=coming, by=request.user)
    message = _("记下了：您家来。到时候见。") if coming else _("记下了：您家这次不来。")
    messages.success(request, message)
    return redirect(meeting)


@in_building
@require_safe
def invitation(request: BuildingRequest, pk: int) -> HttpResponse:
    meeting = fetch(request, meetings_for_page(request.standing), pk, to="meetings.read")
    canvass = meeting.invitation
    if canvass is None:
        raise Http404
    each = rules.has_perm("canvass.see_each", request.user, canvass)
    context = {
        "meeting": meeting,
        "canvass": canvass,
        "coverage": coverage_of(canvass, request.standing, each=each),
        "reach": reach_of(meeting),
        "seats": seats_of(meeting, request.standing),
        "floors": attendance_of(meeting) if each else [],
    }
    return render(request, "meetings/invitation.html", context)


@in_building
@require_POST
def hold(request: BuildingRequest, pk: int) -> HttpResponse:
    meeting = fetch(request, meetings_for_page(request.standing), pk, to="meetings.hold")
    holding.hold_meeting(meeting, by=request.user)
    messages.success(request, _("开会了。先登记哪几家到了，再一项一项记。"))
    return redirect("meetings:attendance", request.building.slug, pk)


@in_building
def attendance(request: BuildingRequest, pk: int) -> HttpResponse:
    meeting = fetch(request, meetings_for_page(request.standing), pk, to="meetings.write")
    form = AttendanceForm(meeting, request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            _note(request, meeting, form)
            count = len(form.households)
            messages.success(request, _("记下了：%(n)s家到了。") % {"n": count})
            return redirect(meeting)
    return _attendance_page(request, meeting, form, SheetForm())


@in_building
def keep_sheet(request: BuildingRequest, pk: int) -> HttpResponse:
    meeting = fetch(request, meetings_for_page(request.standing), pk, to="meetings.write")
    form = SheetForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        with refusals_on(form):
            holding.save_attendance_sheet(meeting, form.cleaned_data["photos"], by=request.user)
            messages.success(request, _("签到表的照片存好了，只有写记录的人看得到。"))
            return redirect("meetings:attendance", request.building.slug, pk)
    return _attendance_page(request, meeting, AttendanceForm(meeting), form)


@in_building
@require_safe
def photo(request: BuildingRequest, pk: int, photo: int, size: str) -> HttpResponseBase:
    meeting = fetch(request, meetings_for_page(request.standing), pk, to="meetings.see_sheet")
    found = next((one for one in photos_of(meeting) if one.pk == photo), None)
    if found is None:
        raise Http404
    file = found.thumbnail if size == "small" else found.file
    return serve_file(request, file, signed=True)


@in_building
@require_safe
def sign_in(request: BuildingRequest, pk: int) -> HttpResponse:
    meeting = fetch(request, meetings_for_page(request.standing), pk, to="meetings.print_sheet")
    homes = households_at(meeting)
    context = {
        "meeting": meeting,
        "pages": [homes[at : at + ROWS_PER_PAGE] for at in range(0, len(homes), ROWS_PER_PAGE)],
        "url": landing_address(request, meeting),
    }
    return render(request, "meetings/sign_in.html", context)


def _note(request: BuildingRequest, meeting: Meeting, form: AttendanceForm) -> None:
    reason, version = form.cleaned_data.get("reason", ""), form.cleaned_data["version"]
    holding.record_attendance(
        meeting, form.households, reason=reason, version=version, by=request.user
    )


def _attendance_page(
    request: BuildingRequest, meeting: Meeting, form: AttendanceForm, sheet: SheetForm
) -> HttpResponse:
    context = {
        "meeting": meeting,
        "form": form,
        "ticked": set(request.POST.getlist("present")) if form.is_bound else None,
        "floors": attendance_of(meeting),
        "photos": photos_of(meeting),
        "sheet": sheet,
    }
    return render(request, "meetings/attendance.html", context)
