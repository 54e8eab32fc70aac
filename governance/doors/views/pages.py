"""The list of the doors, and the page of one."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from governance.doors.forms import KnockForm
from governance.doors.queries.knocks import DoorHistory, history_of, undoable_knock_of
from governance.doors.queries.round import Door, floors_of, sorted_by_left
from governance.doors.views._shared import door_or_404, round_of
from residents.access.building import BuildingRequest, in_building, require
from residents.access.offline_pages import kept_offline
from residents.neighbours.queries import members_at


@in_building
@require_safe
@kept_offline
def listing(request: BuildingRequest) -> HttpResponse:
    require(request, "doors.visit", request.building)
    found = round_of(request)
    only_mine = bool(found.mine) and "mine" in request.GET
    doors = found.mine if only_mine else found.doors
    by_left = request.GET.get("sort") == "left"
    context = {
        "round": found,
        "doors": sorted_by_left(doors) if by_left else [],
        "floors": [] if by_left else floors_of(doors),
        "only_mine": only_mine,
        "by_left": by_left,
        "left": sum(bool(door.open) for door in doors),
        "next": found.next_door(),
        "undoable": undoable_knock_of(request.user, request.building),
    }
    return render(request, "doors/list.html", context)


@in_building
@require_safe
@kept_offline
def door(request: BuildingRequest, pk: int) -> HttpResponse:
    found, shown = door_or_404(request, pk)
    history = history_of(shown.flat, shown.household)
    context = {
        "door": shown,
        "next": found.next_door(pk),
        "members": members_at(shown.household) if shown.household else [],
        "history": history,
        "part_to_try": _part_to_try(shown, history),
        "undoable": undoable_knock_of(request.user, request.building),
        "form": KnockForm(),
    }
    return render(request, "doors/door.html", context)


def _part_to_try(shown: Door, history: DoorHistory) -> str:
    """Return when to come again if nobody was in, for the template. ``NONE`` after all parts of the
    week."""
    if shown.missed is None:
        return ""
    return history.part_to_try.name if history.part_to_try else "NONE"
