"""Contributions of rooms to the page of a door, on which helpers find all that is open for a flat."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from residents.rooms.waiting import Thing


def anchor_of(thing: Thing) -> str:
    """Return the ``id`` of the section of a thing on the page of a door."""
    label, pk = thing
    return f"ask-{label}-{pk}"


@dataclass(frozen=True, slots=True, kw_only=True)
class AtDoor:
    """Something that is open for the people of a flat, or was until they were asked."""

    flat: int
    """Primary key."""
    thing: Thing
    title: str
    template: str
    """Template of its section on the page of the door, which gets this object as ``ask``."""
    content: object = None
    """What else the template needs."""
    until: dt.datetime | None = None
    """The time until which it can be done."""
    done: bool = False
    urgent: bool = False
    """Whether also a household is told that does not want to be called on."""
    elsewhere: bool = False
    """Whether it is for an owner who does not live there."""
    printed_at: dt.datetime | None = None
    """Set for a paper: it is done once a helper has handed it over after this time."""

    @property
    def anchor(self) -> str:
        return anchor_of(self.thing)
