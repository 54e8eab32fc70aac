"""Saying what a column of a spreadsheet is."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from residents.people.models import User
from residents.places.models import Building
from residents.roster.models import RosterColumn
from residents.roster_parser.found import Sheet


def remember_columns(
    building: Building, sheet: Sheet, said: Mapping[str, str], *, by: User | None
) -> None:
    """For the next file of the committee: what was ``said`` of columns that the sheet asks about."""
    for one in sheet.asked:
        if field := said.get(one.heading):
            RosterColumn.objects.update_or_create(
                neighbourhood_id=building.neighbourhood_id,
                heading=one.heading,
                defaults={"header": one.header[:100], "field": field, "by": by},
            )


@transaction.atomic
def forget_column(column: RosterColumn, *, by: User) -> None:  # noqa: ARG001 -- the desk's log says who
    """The next file that has it is asked about again."""
    RosterColumn.objects.filter(pk=column.pk).delete()
