"""What a committee said of the columns of its spreadsheets, and a draft as it reads with that."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

from residents.places.models import Building
from residents.roster.models import RosterColumn, RosterDraft
from residents.roster_parser.columns import heading_of
from residents.roster_parser.found import Sheet
from residents.roster_parser.headings import answered
from residents.roster_parser.neighbourhood import Whole, doubt_about


def remembered_columns(building: Building) -> dict[str, str]:
    """Heading → field, or ``NOT_READ``, of the building's neighbourhood."""
    return remembered_in(building.neighbourhood_id)


def remembered_in(neighbourhood: int) -> dict[str, str]:
    """The same, by the neighbourhood's key."""
    known = RosterColumn.objects.filter(neighbourhood=neighbourhood)
    return dict(known.values_list("heading", "field"))


def as_answered(sheet: Sheet, building: Building, said: dict[str, str] | None = None) -> Sheet:
    """With what was ``said`` of this file's columns, before what is remembered."""
    known, said = remembered_columns(building), said or {}
    return answered(sheet, {**known, **said}, remembered=known.keys() - said.keys())


def sheet_of_draft(draft: RosterDraft) -> Sheet:
    return as_answered(Sheet.from_json(draft.sheet), draft.building, draft.columns)


def as_remembered(sheet: Sheet, rest: Whole, known: Mapping[str, str]) -> Sheet:
    """A building's part of a file whose columns stand in ``rest``, read by what is ``known``."""
    columns = next((page.columns for page in rest.pages if page.page == sheet.page), ())
    asked = tuple(one for one in columns if one.doubtful and heading_of(one.header) in known)
    if not asked:
        return sheet
    return answered(dataclasses.replace(sheet, columns=asked), known, remembered=known.keys())


def rest_as_remembered(rest: Whole, known: Mapping[str, str]) -> Whole:
    """Without the doubts about columns that are known: what does not fit is told by building."""
    told = {
        doubt_about(page, one)
        for page in rest.pages
        for one in page.columns
        if heading_of(one.header) in known
    }
    doubts = tuple(doubt for doubt in rest.doubts if doubt not in told)
    return dataclasses.replace(rest, doubts=doubts)
