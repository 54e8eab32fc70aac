"""The activity chart of a neighbourhood: buildings × weeks, with the activity of each week and the
reach of current canvasses.

The rooms provide the numbers: ``Room.activity_counts`` and ``Room.reach_counts``.
``templates/admin/picture.html`` draws the chart and the same data as a table. Lengths are units of
the drawing.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import add

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from louzu.lib.time import local_datetime
from residents.places.models import Building
from residents.rooms.contributions import ReachCount
from residents.rooms.manifest import rooms

WEEKS = 26
A_WEEK = dt.timedelta(weeks=1)
NAME, CELL, ROW, BAR, GAP, HEAD = 130, 29, 44, 84, 10, 26
BASE = 38
"""Baseline of the columns, measured from the upper edge of the row."""
MAX_SHOWN = 99
"""The largest number that fits in a cell. The table shows larger ones."""


@dataclass(frozen=True, slots=True)
class ActivityLevel:
    """How active a week was: a word and a column of ``height``. Colour alone is not used."""

    word: Promise
    label: str
    least: int
    height: int

    @property
    def top(self) -> int:
        return BASE - self.height


LEVELS = (
    ActivityLevel(_("安静"), "0", 0, 0),
    ActivityLevel(_("有点动静"), "1–2", 1, 4),
    ActivityLevel(_("平常"), "3–5", 3, 9),
    ActivityLevel(_("热闹"), "6–10", 6, 14),
    ActivityLevel(_("很热闹"), "11+", 11, 19),
)


def level_of(count: int) -> ActivityLevel:
    return LEVELS[bisect_right([level.least for level in LEVELS], count) - 1]


@dataclass(frozen=True, slots=True)
class WeekCell:
    """The number of journal lines of a building in the week beginning on ``monday``."""

    monday: dt.date
    count: int
    x: int

    @property
    def level(self) -> ActivityLevel:
        return level_of(self.count)

    @property
    def label(self) -> str:
        return str(self.count) if self.count <= MAX_SHOWN else f"{MAX_SHOWN}+"


@dataclass(frozen=True, slots=True)
class ShareBar:
    """A bar for ``part`` of ``whole``, drawn to scale."""

    part: int
    whole: int
    x: int

    @property
    def length(self) -> int:
        return BAR * self.part // self.whole if self.whole else 0


@dataclass(frozen=True, slots=True)
class BuildingRow:
    """A row of the chart; ``building`` has the counts of ``with_household_counts``."""

    building: Building
    weeks: tuple[WeekCell, ...]
    doors: ReachCount
    y: int

    @property
    def columns(self) -> str:
        return "".join(
            f"M{week.x + 4} {week.level.top}h{CELL - 8}v{week.level.height}h{8 - CELL}z"
            for week in self.weeks
            if week.count
        )

    @property
    def labels(self) -> list[tuple[int, str]]:
        """The number and position of each week with activity."""
        return [(week.x + CELL // 2, week.label) for week in self.weeks if week.count]

    @property
    def homes(self) -> int:
        return self.building.homes or 0

    @property
    def joined(self) -> int:
        return self.building.joined or 0

    @property
    def bars(self) -> list[ShareBar]:
        parts = (
            (self.joined, self.homes),
            (self.doors.informed, self.doors.total),
            (self.doors.answered, self.doors.total),
        )
        return [ShareBar(*part, x) for part, x in zip(parts, BARS, strict=True)]


WALL = NAME + WEEKS * CELL
BARS = tuple(WALL + GAP + n * (BAR + GAP) for n in range(3))


@dataclass(frozen=True, slots=True)
class ActivityChart:
    strips: tuple[BuildingRow, ...]
    mondays: tuple[dt.date, ...]
    levels = LEVELS
    bar = BAR
    width = WALL + GAP + 3 * (BAR + GAP)

    @property
    def height(self) -> int:
        return HEAD + len(self.strips) * ROW + 1

    @property
    def grid(self) -> str:
        upright = "".join(f"M{_x(n)}.5 {HEAD}V{self.height}" for n in range(WEEKS + 1))
        level = (f"M{NAME} {HEAD + n * ROW}.5H{WALL}" for n in range(len(self.strips) + 1))
        return upright + "".join(level)

    @property
    def months(self) -> list[tuple[int, dt.date]]:
        """Labels of every fourth week, such that the week before this one is the last with a label."""
        return [(_x(n), day) for n, day in enumerate(self.mondays) if n % 4 == (WEEKS - 2) % 4]

    @property
    def heads(self) -> list[tuple[int, Promise]]:
        return list(zip(BARS, (_("已加入户"), _("征询已告知"), _("征询已答复")), strict=True))


def activity_chart_of(buildings: Sequence[Building]) -> ActivityChart:
    """Return the chart. ``buildings`` have the counts of ``with_household_counts``, in the order of the rows."""
    mondays = last_mondays(timezone.localdate())
    keys = [building.pk for building in buildings]
    since = local_datetime(mondays[0])
    lively = [room.activity_counts(keys, since) for room in rooms()]
    reached = [room.reach_counts(keys) for room in rooms()]
    strips = []
    for number, building in enumerate(buildings):
        weeks = tuple(
            WeekCell(monday, sum(life.get((building.pk, monday), 0) for life in lively), _x(n))
            for n, monday in enumerate(mondays)
        )
        doors = reduce(add, (one.get(building.pk, ReachCount()) for one in reached), ReachCount())
        strips.append(BuildingRow(building, weeks, doors, HEAD + number * ROW))
    return ActivityChart(tuple(strips), mondays)


def last_mondays(today: dt.date) -> tuple[dt.date, ...]:
    """Return the Mondays of the last weeks, oldest first, ending with this week."""
    this = today - dt.timedelta(days=today.weekday())
    return tuple(this - n * A_WEEK for n in reversed(range(WEEKS)))


def _x(number: int) -> int:
    return NAME + number * CELL
