"""What a committee said of the columns of its spreadsheets, and a draft as it reads with that."""

from __future__ import annotations

from residents.models import Building, RosterColumn, RosterDraft
from residents.roster.found import Sheet
from residents.roster.headings import answered


def remembered_columns(building: Building) -> dict[str, str]:
    """Heading → field, or ``NOT_READ``, of the building's neighbourhood."""
    known = RosterColumn.objects.filter(neighbourhood=building.neighbourhood_id)
    return dict(known.values_list("heading", "field"))


def as_answered(sheet: Sheet, building: Building, said: dict[str, str] | None = None) -> Sheet:
    """With what was ``said`` of this file's columns, before what is remembered."""
    known, said = remembered_columns(building), said or {}
    return answered(sheet, {**known, **said}, remembered=known.keys() - said.keys())


def sheet_of_draft(draft: RosterDraft) -> Sheet:
    return as_answered(Sheet.from_json(draft.sheet), draft.building, draft.columns)
