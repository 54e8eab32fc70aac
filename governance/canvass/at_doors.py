"""Open canvasses on the page of a door."""

from __future__ import annotations

from collections.abc import Iterator

from governance.canvass.models import Purpose
from governance.canvass.queries.at_doors import VoiceAtDoor, voices_at_doors_in
from residents.rooms.at_doors import AtDoor
from residents.rooms.context import PageContext
from residents.rooms.waiting import thing_of


def at_doors(page: PageContext) -> Iterator[AtDoor]:
    """Yield each voice of an open canvass at the doors where it is asked. For owners who live
    elsewhere these are the flats that they let."""
    for found in page.once(voices_at_doors_in, page.building):
        for pk, elsewhere in found.flats:
            yield _item(found, pk, elsewhere=elsewhere)


def _item(found: VoiceAtDoor, flat: int, *, elsewhere: bool) -> AtDoor:
    tells = found.canvass.purpose == Purpose.TELL
    return AtDoor(
        flat=flat,
        thing=thing_of(found.canvass),
        title=found.canvass.question,
        template="canvass/_tell_at_door.html" if tells else "canvass/_ask_at_door.html",
        content=found,
        until=found.canvass.closes_at,
        done=found.done,
        urgent=found.urgent,
        elsewhere=elsewhere,
    )
