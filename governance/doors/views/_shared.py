from __future__ import annotations

from django.http import Http404

from governance.doors.queries.round import Door, Round, round_for
from residents.access.building import BuildingRequest, require
from residents.rooms.context import PageContext


def round_of(request: BuildingRequest) -> Round:
    return round_for(PageContext(request.building, request.standing, request.user))


def door_or_404(request: BuildingRequest, pk: int) -> tuple[Round, Door]:
    """Return the round and the door of an open flat, for those who may visit it."""
    require(request, "doors.visit", request.building)
    found = round_of(request)
    door = found.door_of(pk)
    if door is None:
        raise Http404
    return found, door
