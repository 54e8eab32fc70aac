"""Store the meaning of a spreadsheet's columns."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from residents.people.models import User
from residents.places.models import Building
from residents.roster.models import RosterColumn
from residents.roster_parser.sheet_data import RosterSheet


def save_column_answers(
    building: Building, sheet: RosterSheet, answers: Mapping[str, str], *, by: User | None
) -> None:
    """Remember the answers in ``answers`` for the committee's next file."""
    for one in sheet.asked:
        if field := answers.get(one.heading):
            RosterColumn.objects.update_or_create(
                neighbourhood_id=building.neighbourhood_id,
                heading=one.heading,
                defaults={"header": one.header[:100], "field": field, "by": by},
            )


@transaction.atomic
def delete_column_answer(column: RosterColumn, *, by: User) -> None:  # noqa: ARG001 -- for the log of the desk
    RosterColumn.objects.filter(pk=column.pk).delete()
