"""What a committee said of the columns of its spreadsheets, and a draft as it reads with that."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

from residents.places.models import Building
from residents.roster.models import RosterColumn, RosterDraft
from residents.roster_parser.column_questions import apply_column_answers
from residents.roster_parser.columns import normalized_heading
from residents.roster_parser.neighbourhood import NeighbourhoodFile, doubt_about
from residents.roster_parser.sheet_data import RosterSheet


def column_answers_for(building: Building) -> dict[str, str]:
    """Heading → field, or ``NOT_READ``, of the building's neighbourhood."""
    return column_answers_of(building.neighbourhood_id)


def column_answers_of(neighbourhood: int) -> dict[str, str]:
    """The same, by the neighbourhood's key."""
    known = RosterColumn.objects.filter(neighbourhood=neighbourhood)
    return dict(known.values_list("heading", "field"))


def with_answers(
    sheet: RosterSheet, building: Building, answers: dict[str, str] | None = None
) -> RosterSheet:
    """With what was ``answers`` of this file's columns, before what is remembered."""
    known, answers = column_answers_for(building), answers or {}
    return apply_column_answers(
        sheet, {**known, **answers}, remembered=known.keys() - answers.keys()
    )


def sheet_of_draft(draft: RosterDraft) -> RosterSheet:
    return with_answers(RosterSheet.from_json(draft.sheet), draft.building, draft.columns)


def with_known_columns(
    sheet: RosterSheet, rest: NeighbourhoodFile, known: Mapping[str, str]
) -> RosterSheet:
    """A building's part of a file whose columns stand in ``rest``, read by what is ``known``."""
    columns = next((page.columns for page in rest.pages if page.page == sheet.page), ())
    asked = tuple(
        one for one in columns if one.doubtful and normalized_heading(one.header) in known
    )
    if not asked:
        return sheet
    return apply_column_answers(
        dataclasses.replace(sheet, columns=asked), known, remembered=known.keys()
    )


def rest_with_known_columns(rest: NeighbourhoodFile, known: Mapping[str, str]) -> NeighbourhoodFile:
    """Without the doubts about columns that are known: what does not fit is told by building."""
    told = {
        doubt_about(page, one)
        for page in rest.pages
        for one in page.columns
        if normalized_heading(one.header) in known
    }
    doubts = tuple(doubt for doubt in rest.doubts if doubt not in told)
    return dataclasses.replace(rest, doubts=doubts)
