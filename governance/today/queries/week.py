"""楼组周报: a week of the journal on one sheet of paper."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from dataclasses import dataclass, replace

from django.db.models import prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from governance.canvass.models import Canvass
from governance.canvass.queries.lists import canvasses_under_way_in
from governance.journal.queries import ShownLine, began_on, latest_by_subject
from governance.meetings.models import Meeting
from governance.meetings.queries.lists import coming_meetings_in
from governance.notices.queries import enclosure_counts
from governance.today.queries.day import TodayItem
from louzu.lib.attachments import describe_attachments
from louzu.lib.time import format_moment, local_datetime
from residents.models import Building, Office
from residents.people.queries.people import contacts_of

ROOMS = {
    "notices": (_("公示栏"), "posted publicised ended withdrawn"),
    "meetings": (_("议事会"), "invited cancelled published corrected task_done"),
    "canvass": (_("挨家挨户"), "announced opened extended reworded published withdrawn"),
    "charters": (_("楼组公约"), "begun put_out signing enacted sent_back reviewed kept lapsed"),
    "lounge": (_("公共客厅"), "started met settled taken_up set_aside called_off"),
    "residents": (_("楼里的人"), "appointed office_ended"),
}
"""In the order of the sheet: what each is called, and which of its acts are worth paper."""
VERBS = [f"{room}.{verb}" for room, (_title, verbs) in ROOMS.items() for verb in verbs.split()]
MOST = 2
"""Lines of one room: all of it must fit on one leaf."""


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
        """``2026-W47``; None for anything else."""
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
        """From its first midnight to the one after it."""
        return local_datetime(self.first), local_datetime(self.last + dt.timedelta(days=1))


@dataclass(frozen=True, slots=True)
class WeekSheet:
    week: CalendarWeek
    rooms: list[tuple[str, list[ShownLine], int]]
    """Of each room: its name, its lines, and how many more there were."""
    coming: list[TodayItem]
    """What one can still take part in; for this week's sheet alone."""
    people: list[Office]


def week_sheet_of(building: Building, week: CalendarWeek) -> WeekSheet:
    """What residents may read, one line for each thing that something happened to."""
    since, until = week.span
    by_room: dict[str, list[tuple[int | None, ShownLine]]] = defaultdict(list)
    for room, subject, line in latest_by_subject(building, VERBS, since=since, until=until):
        by_room[room].append((subject, line))
    by_room["notices"] = _with_files(by_room["notices"])
    rooms = [
        (str(title), [line for _, line in by_room[room][:MOST]], len(by_room[room][MOST:]))
        for room, (title, _verbs) in ROOMS.items()
        if by_room[room]
    ]
    now = week == CalendarWeek.of(timezone.localdate())
    return WeekSheet(week, rooms, _coming(building) if now else [], contacts_of(building))


def weeks_of(
    building: Building, *, until: CalendarWeek | None = None, count: int = 26
) -> list[CalendarWeek]:
    """From this week, or the one given, back to the building's first line; newest first."""
    week = until or CalendarWeek.of(timezone.localdate())
    begun = began_on(building)
    first = CalendarWeek.of(timezone.localdate(begun)) if begun else week
    weeks: list[CalendarWeek] = []
    while week >= first and len(weeks) < count:
        weeks.append(week)
        week = week.before
    return weeks


def _with_files(lines: list[tuple[int | None, ShownLine]]) -> list[tuple[int | None, ShownLine]]:
    """Those of notices that stand on the sheet, each with what is attached to its notice."""
    files = enclosure_counts([pk for pk, _line in lines[:MOST] if pk])
    return [
        (pk, replace(line, text=f"{line.text}（{enclosed}）"))
        if (enclosed := _enclosed(files.get(pk or 0, "")))
        else (pk, line)
        for pk, line in lines
    ]


def _coming(building: Building) -> list[TodayItem]:
    meetings, canvasses = coming_meetings_in(building, 2), canvasses_under_way_in(building)[:2]
    for things in (meetings, canvasses):
        prefetch_related_objects(things, "attachments")
    items = [
        *(_item(meeting, meeting.title, format_moment(meeting.starts_at)) for meeting in meetings),
        *(
            _item(
                canvass,
                canvass.question,
                gettext("%(ends)s截止") % {"ends": format_moment(canvass.closes_at)},
            )
            for canvass in canvasses
        ),
    ]
    return items[:3]


def _item(thing: Meeting | Canvass, text: str, when: str) -> TodayItem:
    note = "，".join(
        part for part in (when, _enclosed(describe_attachments(thing.attachments.all()))) if part
    )
    return TodayItem(text, note, thing.get_absolute_url())


def _enclosed(what: str) -> str:
    return gettext("附：%(what)s") % {"what": what} if what else ""
