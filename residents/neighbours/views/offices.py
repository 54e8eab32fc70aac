"""Pages to ask neighbours for help, and to end their offices."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from louzu.lib.forms import refusals_on
from residents.access.building import BuildingRequest, in_building, require
from residents.people.actions import offices
from residents.people.forms.offices import AppointForm
from residents.people.queries.offices import helper_offices_in, offices_in


@in_building
def appoint(request: BuildingRequest) -> HttpResponse:
    require(request, "residents.appoint", request.building)
    form = AppointForm(request.building, request.POST or None)
    if form.is_valid():
        member, kind = form.cleaned_data["member"], form.cleaned_data["kind"]
        with refusals_on(form):
            office = offices.ask_to_help(
                member.user,
                kind=kind,
                building=request.building,
                by=request.user,
                contact=form.cleaned_data["contact"],
            )
            message = _("从今天起，%(name)s担任%(office)s。")
            words = {"name": office.user, "office": office.get_kind_display()}
            messages.success(request, message % words)
            return redirect("people:appoint", request.building.slug)
    held = offices_in(request.building)
    return render(request, "residents/appoint.html", {"form": form, "held": held})


@in_building
def end_office(request: BuildingRequest, pk: int) -> HttpResponse:
    office = get_object_or_404(helper_offices_in(request.building), pk=pk)
    require(request, "residents.appoint", request.building)
    if request.method == "POST":
        offices.end_office(office, by=request.user)
        message = _("%(name)s不再担任%(office)s了。谢谢这段时间的帮忙。")
        words = {"name": office.user, "office": office.get_kind_display()}
        messages.success(request, message % words)
        return redirect("people:appoint", request.building.slug)
    return render(request, "residents/end_office.html", {"office": office})
