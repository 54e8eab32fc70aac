"""The meaning of a committee's columns, and sheets with it applied."""

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
    return column_answers_of(building.neighbourhood_id)


def column_answers_of(neighbourhood: int) -> dict[str, str]:
    known = RosterColumn.objects.filter(neighbourhood=neighbourhood)
    return dict(known.values_list("heading", "field"))


def with_answers(
    sheet: RosterSheet, building: Building, answers: dict[str, str] | None = None
) -> RosterSheet:
    """Return the sheet with answers applied. Those in ``answers`` override remembered ones."""
    known, answers = column_answers_for(building), answers or {}
    return apply_column_answers(
        sheet, {**known, **answers}, remembered=known.keys() - answers.keys()
    )


def sheet_of_draft(draft: RosterDraft) -> RosterSheet:
    return with_answers(RosterSheet.from_json(draft.sheet), draft.building, draft.columns)


def with_known_columns(
    sheet: RosterSheet, rest: NeighbourhoodFile, known: Mapping[str, str]
) -> RosterSheet:
    """Apply ``known`` meanings to a building's part of a file. Its columns are listed in ``rest``."""
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
    """Drop doubts about known columns. Values that do not fit are reported per building."""
    answered = {
        doubt_about(page, one)
        for page in rest.pages
        for one in page.columns
        if normalized_heading(one.header) in known
    }
    doubts = tuple(doubt for doubt in rest.doubts if doubt not in answered)
    return dataclasses.replace(rest, doubts=doubts)
