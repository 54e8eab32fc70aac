"""楼组周报: a week of the journal on one printed page."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from dataclasses import dataclass, replace
from operator import itemgetter

from django.utils import timezone

from governance.journal.queries import ShownLine, first_line_at, latest_lines_by_subject_in
from louzu.lib.attachments import enclosed
from louzu.lib.time import local_datetime
from residents.models import Building, Office
from residents.people.queries.people import contacts_in
from residents.rooms.context import PageContext
from residents.rooms.contributions import Weekly
from residents.rooms.manifest import rooms
from residents.rooms.waiting import Waiting, by_priority

MAX_LINES_PER_ROOM = 2
"""Lines per room, so that the sheet fits on a page."""
MAX_COMING = 3


@dataclass(frozen=True, slots=True, order=True)
class CalendarWeek:
    """A calendar week, Monday to Sunday."""

    year: int
    number: int

    @classmethod
    def of(cls, day: dt.date) -> CalendarWeek:
        return cls(*day.isocalendar()[:2])

    @classmethod
    def named(cls, name: str) -> CalendarWeek | None:
        """Parse a name such as ``2026-W47``. Return None if it is invalid."""
        found = re.fullmatch(r"(2\d{3})-W(\d\d)", name, re.ASCII)
        if not found:
            return None
        week = cls(int(found[1]), int(found[2]))
        try:
            week.first  # noqa: B018 -- a year may lack a week 53
        except ValueError:
            return None
        return week

    @property
    def name(self) -> str:
        return f"{self.year}-W{self.number:02d}"

    @property
    def first(self) -> dt.date:
        return dt.date.fromisocalendar(self.year, self.number, 1)

    @property
    def last(self) -> dt.date:
        return self.first + dt.timedelta(days=6)

    @property
    def before(self) -> CalendarWeek:
        return CalendarWeek.of(self.first - dt.timedelta(days=1))

    @property
    def span(self) -> tuple[dt.datetime, dt.datetime]:
        """The first moment of the week and of the next one."""
        return local_datetime(self.first), local_datetime(self.last + dt.timedelta(days=1))


@dataclass(frozen=True, slots=True)
class WeekSheet:
    week: CalendarWeek
    rooms: list[tuple[str, list[ShownLine], int]]
    """Name, lines, and number of further lines of each room."""
    coming: list[Waiting]
    """Coming items in which residents can still take part. Empty for past weeks."""
    people: list[Office]


def week_sheet_of(page: PageContext, week: CalendarWeek) -> WeekSheet:
    """Return the sheet with the latest line of each subject that residents may read."""
    since, until = week.span
    by_room: dict[str, list[tuple[int | None, ShownLine]]] = defaultdict(list)
    for room, subject, line in latest_lines_by_subject_in(
        page.building, verbs(), since=since, until=until
    ):
        by_room[room].append((subject, line))
    parts = [
        (
            str(part.title),
            _with_files(by_room[room][:MAX_LINES_PER_ROOM], part),
            len(by_room[room][MAX_LINES_PER_ROOM:]),
        )
        for room, part in _parts().items()
        if by_room[room]
    ]
    now = week == CalendarWeek.of(timezone.localdate())
    coming = by_priority(item for room in rooms() for item in room.coming(page)) if now else []
    return WeekSheet(week, parts, coming[:MAX_COMING], contacts_in(page.building))


def verbs() -> list[str]:
    return [f"{room}.{verb}" for room, part in _parts().items() for verb in part.verbs]


def _parts() -> dict[str, Weekly]:
    parts = [(room.weekly.order, room.name, room.weekly) for room in rooms() if room.weekly]
    return {name: part for _order, name, part in sorted(parts, key=itemgetter(0))}


def weeks_in(
    building: Building, *, until: CalendarWeek | None = None, count: int = 26
) -> list[CalendarWeek]:
    """Return weeks back to the first journal line, newest first, beginning with ``until`` or this
    week."""
    week = until or CalendarWeek.of(timezone.localdate())
    begun = first_line_at(building)
    first = CalendarWeek.of(timezone.localdate(begun)) if begun else week
    weeks: list[CalendarWeek] = []
    while week >= first and len(weeks) < count:
        weeks.append(week)
        week = week.before
    return weeks


def _with_files(lines: list[tuple[int | None, ShownLine]], part: Weekly) -> list[ShownLine]:
    """Append the attachments of the subject to each line, if the room provides them."""
    files = part.enclosed([pk for pk, _line in lines if pk]) if part.enclosed else {}
    return [
        replace(line, text=f"{line.text}（{what}）")
        if (what := enclosed(files.get(pk or 0, "")))
        else line
        for pk, line in lines
    ]
