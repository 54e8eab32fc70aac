"""What waits for the leader today, and what happened in a week; both read the rooms, and keep nothing."""

from __future__ import annotations

from governance.today.queries.day import Item, Shelf, day_of
from governance.today.queries.week import Sheet, Week, sheet_of, weeks_of

__all__ = ["Item", "Sheet", "Shelf", "Week", "day_of", "sheet_of", "weeks_of"]
