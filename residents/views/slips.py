"""The leader's slips: printed, on record, taken back."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from residents import actions
from residents.actions import Printed
from residents.door import BuildingRequest, find, in_building, require, shown_once
from residents.forms import HouseholdsForm
from residents.queries import (
    helped_without_slip,
    households_to_print,
    joinings_in,
    people_to_ask,
    slips_in,
    slips_of,
)

A_PAGE = 6


@in_building
@require_safe
def listing(request: BuildingRequest) -> HttpResponse:
    require(request, "residents.print_slips", request.building)
    after = request.GET.get("after")
    context = {
        "page": slips_of(request.building, after=after),
        "helped": [] if after else helped_without_slip(request.building),
        "tab": "me",
    }
    return render(request, "residents/slips/list.html", context)


@in_building
@never_cache
def choose(request: BuildingRequest) -> HttpResponse:
    """Which households; what is sent comes back as the sheet to print."""
    require(request, "residents.print_slips", request.building)
    form = HouseholdsForm(request.POST or None, households=households_to_print(request.building))
    if form.is_valid():
        chosen = list(form.cleaned_data["households"])
        printed = actions.print_slips(chosen, by=request.user)
        return sheet(request, printed, back=reverse("slips:list", args=[request.building.slug]))
    return render(request, "residents/slips/choose.html", {"form": form, "tab": "me"})


def sheet(request: BuildingRequest, printed: Sequence[Printed], *, back: str) -> HttpResponse:
    """The one answer that holds codes: 201, kept by no cache. A resend of its form finds the work
    done and is led to ``back``, where no code is seen."""
    address = request.build_absolute_uri(reverse("joining:code", args=[request.building.slug]))
    pages = [printed[at : at + A_PAGE] for at in range(0, len(printed), A_PAGE)]
    context = {
        "pages": pages,
        "kind": printed[0].slip.kind,
        "address": address,
        "host": request.get_host(),
        "back": back,
        "call": next((o for o in people_to_ask(request.building) if o.kind == "leader"), None),
    }
    return shown_once(render(request, "residents/slips/sheet.html", context), back=back)


@in_building
@never_cache
def revoke(request: BuildingRequest, pk: int) -> HttpResponse:
    slip = find(request, slips_in(request.building), pk, to="residents.print_slips")
    back = reverse("slips:list", args=[request.building.slug])
    if request.method == "POST":
        actions.revoke_slip(slip, by=request.user)
        messages.success(request, _("收回了，条上的码不能再用。"))
        return redirect(back)
    return render(request, "residents/slips/revoke.html", {"slip": slip, "back": back, "tab": "me"})


@in_building
@never_cache
def undo(request: BuildingRequest, joining: int) -> HttpResponse:
    found = find(request, joinings_in(request.building), joining, to="residents.print_slips")
    back = reverse("slips:list", args=[request.building.slug])
    if request.method == "POST":
        actions.undo_joining(found, by=request.user)
        messages.success(request, _("撤销了。这个账号不再属于这一户，也已经退出登录。"))
        return redirect(back)
    context = {"joining": found, "back": back, "tab": "me"}
    return render(request, "residents/slips/undo.html", context)
