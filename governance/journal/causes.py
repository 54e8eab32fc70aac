"""The thing that a form's page names by ``?from=``, of which something else is to come."""

from __future__ import annotations

from dataclasses import dataclass

from django.apps import apps
from django.db.models import Model

from residents.access.building import BuildingRequest
from residents.models import Building
from residents.people.scope import BuildingOwned
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


def thing_from(key: str) -> Thing | None:
    """Return the thing of a key such as ``canvass.canvass:7``, or None if no room has such things. It
    need not exist."""
    label, _colon, number = key.partition(":")
    if label not in thing_types() or not number.isdecimal() or len(number) > MAX_KEY_DIGITS:
        return None
    return label, int(number)


def cause_from(
    request: BuildingRequest, *, key: str | None = None, needs_words: bool = True
) -> Cause | None:
    """Return the thing of ``?from=canvass.canvass:7`` or of a ``key``, or None if there is no such
    thing in the building, if the reader may not read it or if it says nothing yet.

    Without ``needs_words`` a thing that says nothing yet, such as a task that is not done, begins with
    its title.
    """
    thing = thing_from(request.GET.get("from", "") if key is None else key)
    if thing is None:
        return None
    label, pk = thing
    kind = thing_types()[label]
    words = kind.words_of(request.building, pk)
    if words is None and (needs_words or not _is_in(request.building, thing)):
        return None
    view = kind.views_of([pk], request.standing).get(pk)
    return Cause(thing, words or ThingWords(view.title, "")) if view else None


def _is_in(building: Building, thing: Thing) -> bool:
    """Return whether it is a row that belongs to the building itself."""
    label, pk = thing
    model = apps.get_model(label)
    return (
        issubclass(model, BuildingOwned)
        and model._default_manager.filter(pk=pk, building=building).exists()
    )
