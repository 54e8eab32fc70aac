"""The page on which doors are given to helpers."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext

from governance.doors.actions.sharing import assign_doors
from governance.doors.forms import ShareForm
from governance.doors.queries.round import floors_of
from governance.doors.views._shared import round_of
from louzu.lib.forms import refusals_on
from residents.access.building import BuildingRequest, in_building, require
from residents.people.queries.people import contacts_in


@in_building
def share(request: BuildingRequest) -> HttpResponse:
    require(request, "doors.share", request.building)
    doors = round_of(request).doors
    form = ShareForm(contacts_in(request.building), doors, request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            helper = form.person
            n = assign_doors(request.building, form.chosen, helper=helper, by=request.user)
            words = {"n": n, "who": helper}
            said = ngettext("%(n)s家不再分给谁了。", "%(n)s家不再分给谁了。", n)
            if helper:
                said = ngettext("请%(who)s去敲%(n)s家的门。", "请%(who)s去敲%(n)s家的门。", n)
            messages.success(request, said % words)
            return redirect("doors:share", request.building.slug)
    context = {"form": form, "floors": floors_of(doors)}
    return render(request, "doors/share.html", context)
