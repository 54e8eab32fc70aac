"""Pages of a household and its members, for them and the leader."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from louzu.lib.forms import refusals_on
from residents.access.building import BuildingRequest, get_from, in_building, require
from residents.joining.actions import joining, slips
from residents.joining.forms.slips import EnrollForm
from residents.joining.queries.joining import (
    households_living_in,
    members_of_household,
    members_with_households_in,
)
from residents.joining.queries.slips import households_for_slips
from residents.joining.slip_sheet import slip_sheet_page
from residents.people.models import Membership
from residents.rooms.context import PageContext
from residents.rooms.manifest import rooms


@in_building
@require_safe
def home(request: BuildingRequest, pk: int) -> HttpResponse:
    household = get_from(
        request, households_living_in(request.building), pk, to="residents.read_home"
    )
    parts = []
    if household.pk in request.standing.households:
        joining.mark_members_seen(household, by=request.user)
        page = PageContext(request.building, request.standing, request.user)
        parts = [part for room in rooms() for part in room.household_parts(page, household)]
    members = members_of_household(household)
    for member in members:
        member.household = household
    context = {"household": household, "members": members, "parts": parts}
    return render(request, "residents/home.html", context)


@in_building
@require_POST
def invite(request: BuildingRequest, pk: int) -> HttpResponse:
    household = get_from(
        request, households_living_in(request.building), pk, to="residents.invite_family"
    )
    printed = slips.print_family_slip(household, by=request.user)
    return slip_sheet_page(request, [printed], back=_home(request, household.pk))


@in_building
@require_POST
def new_key(request: BuildingRequest, member: int) -> HttpResponse:
    membership = get_from(
        request, members_with_households_in(request.building), member, to="residents.renew_key"
    )
    printed = slips.print_key_slip(membership, by=request.user)
    return slip_sheet_page(request, [printed], back=_home(request, membership.household_id))


@in_building
@require_POST
def answering(request: BuildingRequest, member: int) -> HttpResponse:
    membership = get_from(
        request, members_with_households_in(request.building), member, to="residents.let_answer"
    )
    may_answer = request.POST.get("may_answer") == "yes"
    joining.set_may_answer(membership, may_answer, by=request.user)
    messages.success(request, _("改好了。"))
    return redirect(_home(request, membership.household_id))


@in_building
@never_cache
def move_out(request: BuildingRequest, member: int) -> HttpResponse:
    membership = get_from(
        request, members_with_households_in(request.building), member, to="residents.move_out"
    )
    if request.method == "POST":
        joining.move_out(membership, by=request.user)
        messages.success(request, _("登记好了，从今天起不再是这户的成员。"))
        return redirect(_after(request, membership))
    context = {"membership": membership, "themself": membership.user == request.user}
    return render(request, "residents/move_out.html", context)


@in_building
@never_cache
def enroll(request: BuildingRequest) -> HttpResponse:
    require(request, "residents.enroll", request.building)
    households = households_for_slips(request.building)
    form = EnrollForm(request.POST or None, households=households)
    if form.is_valid():
        home, name = form.cleaned_data["household"], form.cleaned_data["shown_name"]
        with refusals_on(form):
            joining.enroll_neighbour(home, shown_name=name, by=request.user)
            messages.success(
                request, _("%(name)s的账号开好了，还要设好登录方式。") % {"name": name}
            )
            return redirect("homes:enrolled", request.building.slug)
    return render(request, "residents/enroll.html", {"form": form})


@in_building
@require_safe
def enrolled(request: BuildingRequest) -> HttpResponse:
    require(request, "residents.enroll", request.building)
    return render(request, "residents/enrolled.html")


def _home(request: BuildingRequest, pk: int) -> str:
    return reverse("homes:home", args=[request.building.slug, pk])


def _after(request: BuildingRequest, membership: Membership) -> str:
    if membership.user == request.user:
        return reverse("front")
    return _home(request, membership.household_id)
