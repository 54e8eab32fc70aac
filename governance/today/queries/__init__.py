"""What waits for the leader today, and what happened in a week; both read the rooms, and keep nothing."""

from __future__ import annotations

from governance.today.queries.day import today_groups_of
from governance.today.queries.week import CalendarWeek, WeekSheet, week_sheet_of, weeks_of

__all__ = ["CalendarWeek", "WeekSheet", "today_groups_of", "week_sheet_of", "weeks_of"]
