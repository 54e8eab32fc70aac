"""Calendar weeks of a building's journal."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from django.utils import timezone

from governance.journal.queries import first_line_at
from louzu.lib.time import local_datetime
from residents.models import Building


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
    def key(self) -> int:
        """Year and number in one, ``202647``. See ``governance.today.sharing``."""
        return self.year * 100 + self.number

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
