"""The thing that a form's page names by ``?from=``, of which something else is to come."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Model

from residents.access.building import BuildingRequest
from residents.rooms.manifest import thing_types
from residents.rooms.things import ThingWords
from residents.rooms.waiting import Thing, thing_of

MAX_KEY_DIGITS = 18
"""Digits of a key that fit the database's integers."""


@dataclass(frozen=True, slots=True)
class Cause:
    thing: Thing
    words: ThingWords
    """The words with which the form begins."""


def key_of(thing: Model) -> str:
    """Return the value of ``?from=`` that names the thing."""
    return "{}:{}".format(*thing_of(thing))


def cause_from(request: BuildingRequest) -> Cause | None:
    """Return the thing of ``?from=canvass.canvass:7``, or None if there is no such thing in the
    building, if the reader may not read it or if it says nothing yet."""
    label, _colon, key = request.GET.get("from", "").partition(":")
    kind = thing_types().get(label)
    if kind is None or not key.isdecimal() or len(key) > MAX_KEY_DIGITS:
        return None
    pk = int(key)
    words = kind.words_of(request.building, pk)
    readable = words is not None and pk in kind.views_of([pk], request.standing)
    return Cause((label, pk), words) if words and readable else None
