"""邻里之家, first part: office holders, neighbours who show their names, and people who have joined."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from residents.access.building import BuildingRequest, allowed_when_closed, in_building, require
from residents.access.once import show_once
from residents.access.page_cache import cached_page
from residents.neighbours.queries import households_in, neighbours_in
from residents.people.actions import phones
from residents.people.forms.offices import LookUpForm
from residents.people.models import Membership
from residents.people.queries.offices import offices_in, past_offices_in
from residents.people.queries.people import members_in


@in_building
@require_safe
@cached_page()
def neighbours(request: BuildingRequest) -> HttpResponse:
    require(request, "residents.read_people", request.building)
    page = neighbours_in(request.building, after=request.GET.get("after"))
    offices = offices_in(request.building)
    context = {"page": page, "offices": offices}
    return render(request, "residents/neighbours.html", context)


@in_building
@require_safe
@cached_page()
def past_offices(request: BuildingRequest) -> HttpResponse:
    require(request, "residents.read_people", request.building)
    page = past_offices_in(request.building, after=request.GET.get("after"))
    return render(request, "residents/past_offices.html", {"page": page})


@in_building
@require_safe
@cached_page()
def households(request: BuildingRequest) -> HttpResponse:
    require(request, "residents.read_households", request.building)
    found = households_in(request.building)
    joined = sum(bool(home.joined) for home in found)
    context = {"homes": found, "joined": joined, "all": len(found)}
    return render(request, "residents/households.html", context)


@in_building
@allowed_when_closed
def phone(request: BuildingRequest, pk: int) -> HttpResponse:
    """Show a neighbour's number once. The look-up is logged, and the neighbour can see it."""
    member = _member(request, pk)
    require(request, "residents.look_up_phone", request.building)
    form = LookUpForm(request.POST or None)
    if form.is_valid():
        number = phones.look_up_phone(
            member.user,
            building=request.building,
            by=request.user,
            reason=form.cleaned_data["reason"],
        )
        context = {"member": member, "number": number}
        return show_once(render(request, "residents/phone.html", context), back=request.path)
    return render(request, "residents/phone.html", {"member": member, "form": form})


def _member(request: BuildingRequest, pk: int) -> Membership:
    return get_object_or_404(members_in(request.building), pk=pk)
