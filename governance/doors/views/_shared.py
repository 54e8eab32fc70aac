from __future__ import annotations

import rules
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from governance.canvass.lifecycle import CanvassState
from governance.canvass.models import Canvass
from governance.doors.queries.round import Door, Round, round_for
from louzu.lib.quoting import quoted
from residents.access.building import BuildingRequest, require
from residents.rooms.context import PageContext


def round_of(request: BuildingRequest) -> Round:
    return round_for(PageContext(request.building, request.standing, request.user))


def door_or_404(request: BuildingRequest, pk: int) -> tuple[Round, Door]:
    """Return the round and the door of an open flat, for those who may visit it. A flat of another
    building gives 404 before a missing right gives 403."""
    if not rules.has_perm("doors.visit", request.user, request.building):
        get_object_or_404(request.building.flats.current(), pk=pk)
    require(request, "doors.visit", request.building)
    found = round_of(request)
    door = found.door_of(pk)
    if door is None:
        raise Http404
    return found, door


def ended_sentence(canvass: Canvass) -> str:
    """Say that an entry for this canvass came too late."""
    if canvass.state == CanvassState.WITHDRAWN:
        return _("“%(what)s”撤回了，这件没有记上。") % {"what": quoted(canvass.question)}
    return _("“%(what)s”已经截止了，这件没有记上。") % {"what": quoted(canvass.question)}
