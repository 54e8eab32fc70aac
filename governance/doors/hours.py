"""When to try a door again, from earlier knocks. No database, no clock."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from enum import Enum, auto

EVENING = 18
"""Hour."""
SATURDAY = 5


class PartOfWeek(Enum):
    DAY = auto()
    """Of a weekday."""
    EVENING = auto()
    """Of any day."""
    WEEKEND = auto()


def part_of_week(moment: dt.datetime) -> PartOfWeek:
    """``moment`` is in local time."""
    if moment.hour >= EVENING:
        return PartOfWeek.EVENING
    return PartOfWeek.WEEKEND if moment.weekday() >= SATURDAY else PartOfWeek.DAY


def part_to_try(
    missed: Iterable[dt.datetime], met: Iterable[dt.datetime] = ()
) -> PartOfWeek | None:
    """Return when to come again: when somebody opened before, else a part in which nobody was
    missed yet. None if nobody opens at any time. Both are local times, ``met`` latest first."""
    without = {part_of_week(moment) for moment in missed}
    for moment in met:
        if (part := part_of_week(moment)) not in without:
            return part
    in_order = (PartOfWeek.EVENING, PartOfWeek.WEEKEND, PartOfWeek.DAY)
    return next((part for part in in_order if part not in without), None)
