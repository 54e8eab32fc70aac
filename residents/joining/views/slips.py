"""Pages of slips for the leader: print, list, revoke."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from residents.access.building import BuildingRequest, get_from, in_building, require
from residents.joining.actions import joining as joining_actions
from residents.joining.actions import slips
from residents.joining.forms.slips import HouseholdsForm
from residents.joining.queries.slips import (
    enrolled_without_slip_in,
    households_for_slips,
    joinings_in,
    live_slips_in,
    slips_in,
)
from residents.joining.slip_sheet import slip_sheet_page


@in_building
@require_safe
def listing(request: BuildingRequest) -> HttpResponse:
    require(request, "residents.print_slips", request.building)
    after = request.GET.get("after")
    context = {
        "page": slips_in(request.building, after=after),
        "helped": [] if after else enrolled_without_slip_in(request.building),
    }
    return render(request, "residents/slips/list.html", context)


@in_building
@never_cache
def choose(request: BuildingRequest) -> HttpResponse:
    require(request, "residents.print_slips", request.building)
    form = HouseholdsForm(request.POST or None, households=households_for_slips(request.building))
    if form.is_valid():
        chosen = list(form.cleaned_data["households"])
        printed = slips.print_slips(chosen, by=request.user)
        return slip_sheet_page(
            request, printed, back=reverse("slips:list", args=[request.building.slug])
        )
    return render(request, "residents/slips/choose.html", {"form": form})


@in_building
@never_cache
def revoke(request: BuildingRequest, pk: int) -> HttpResponse:
    slip = get_from(request, live_slips_in(request.building), pk, to="residents.print_slips")
    back = reverse("slips:list", args=[request.building.slug])
    if request.method == "POST":
        slips.revoke_slip(slip, by=request.user)
        messages.success(request, _("收回了，条上的码不能再用。"))
        return redirect(back)
    return render(request, "residents/slips/revoke.html", {"slip": slip, "back": back})


@in_building
@never_cache
def undo(request: BuildingRequest, joining: int) -> HttpResponse:
    found = get_from(request, joinings_in(request.building), joining, to="residents.print_slips")
    back = reverse("slips:list", args=[request.building.slug])
    if request.method == "POST":
        joining_actions.undo_joining(found, by=request.user)
        messages.success(request, _("撤销了。这个账号不再属于这一户，也已经退出登录。"))
        return redirect(back)
    context = {"joining": found, "back": back}
    return render(request, "residents/slips/undo.html", context)
