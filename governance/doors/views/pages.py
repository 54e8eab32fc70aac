"""The list of the doors, and the page of one."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from governance.canvass.queries.at_doors import VoiceAtDoor
from governance.doors.forms import KnockForm
from governance.doors.models import Knock
from governance.doors.queries.knocks import DoorHistory, history_of, undoable_knock_of
from governance.doors.queries.round import Door, floors_of, left_of, sorted_by_left
from governance.doors.views._shared import door_or_404, round_of
from governance.doors.views.knocking import LEADS_ON
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
        "left": len(left_of(doors)),
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
    undoable = _undoable_here(undoable_knock_of(request.user, request.building), shown)
    context = {
        "door": shown,
        "next": found.next_door(pk),
        "members": members_at(shown.household) if shown.household else [],
        "history": history,
        "part_to_try": _part_to_try(shown, history),
        "undoable": undoable,
        "undo_at": _place_of(undoable, shown),
        "form": KnockForm(),
    }
    return render(request, "doors/door.html", context)


def _undoable_here(undoable: Knock | None, shown: Door) -> Knock | None:
    """Return the last knock if it was at this door, or led on to the page of another one."""
    here = undoable and (undoable.flat_id == shown.flat.pk or undoable.outcome in LEADS_ON)
    return undoable if here else None


def _place_of(undoable: Any, shown: Door) -> str:
    """Return the anchor of the section in which a knock was tapped, or an empty string."""
    if undoable is None or undoable.flat_id != shown.flat.pk:
        return ""
    if undoable.outcome == Knock.Outcome.HANDED:
        return next((ask.anchor for ask in shown.asks if ask.printed_at), "")
    if undoable.outcome != Knock.Outcome.TOLD:
        return ""
    told = [ask for ask in shown.asks if isinstance(ask.content, VoiceAtDoor)]
    return next((ask.anchor for ask in told if ask.thing[1] in undoable.about), "")


def _part_to_try(shown: Door, history: DoorHistory) -> str:
    """Return when to come again if nobody was in, for the template. ``NONE`` after all parts of the
    week."""
    if shown.missed is None:
        return ""
    return history.part_to_try.name if history.part_to_try else "NONE"
