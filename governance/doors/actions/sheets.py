"""Enter a round sheet that was filled in by hand."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from django.db import transaction

from governance.canvass.models import Canvass
from governance.canvass.queries.at_doors import VoiceAtDoor, voices_at_doors_in
from governance.doors.actions.knocking import lock_open_canvasses, record_knock, record_told
from governance.doors.inputs import SheetRow
from governance.doors.models import Knock
from louzu.lib.errors import Refused
from residents.models import Building, User


@transaction.atomic
def record_sheet(
    building: Building, rows: Iterable[SheetRow], *, said_at: dt.datetime | None = None, by: User
) -> list[Canvass]:
    """Record all rows, or none. Return the canvasses that ended meanwhile, which are left out."""
    lock_open_canvasses(building)
    at_doors = _by_flat(voices_at_doors_in(building))
    ended: dict[int, Canvass] = {}
    for row in rows:
        here = at_doors[row.flat.pk]
        for canvass in row.told:
            try:
                record_told(row.flat, row.household, canvass, said_at=said_at, at_door=here, by=by)
            except Refused:
                ended[canvass.pk] = canvass
        if outcome := row.outcome or (Knock.Outcome.NOTE if row.note else ""):
            record_knock(
                row.flat,
                row.household,
                outcome=outcome,
                note=row.note,
                said_at=said_at,
                at_door=here,
                by=by,
            )
    return list(ended.values())


def _by_flat(found: Iterable[VoiceAtDoor]) -> defaultdict[int, list[VoiceAtDoor]]:
    by_flat: defaultdict[int, list[VoiceAtDoor]] = defaultdict(list)
    for one in found:
        for place in one.places:
            by_flat[place["flat"]].append(one)
    return by_flat
