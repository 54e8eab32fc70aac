"""Everything that the rooms keep about a person, for this person."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.utils.translation import gettext

from louzu.lib.time import format_day, format_moment
from residents.people.mentions import Mention
from residents.rooms.manifest import rooms
from residents.rooms.personal_data import DataCategory

ROWS_ON_PAGE = 5
"""Rows of a kind on one's page; the file has all."""


@dataclass(frozen=True, slots=True)
class CategoryRows:
    """A category with its rows, each as (label, value) in words."""

    category: DataCategory
    rows: list[list[tuple[str, str]]]
    more: bool
    """Are there older ones, not shown here?"""


def data_categories() -> dict[str, DataCategory]:
    """Of all rooms, as ``room.code``."""
    return {f"{room.name}.{one.code}": one for room in rooms() for one in room.data_categories}


def mentions() -> dict[str, Mention]:
    """Of all rooms, as ``room.code``."""
    return {f"{room.name}.{one.code}": one for room in rooms() for one in room.mentions}


def personal_data_of(user: Any, *, most: int | None = ROWS_ON_PAGE) -> Iterator[CategoryRows]:
    """Everything, one query a category; of each the newest ``most`` rows, or all."""
    for category in data_categories().values():
        found = category.rows_of(user)
        rows = list(found if most is None else found[: most + 1])
        shown = [_labelled_values(category, row) for row in islice(rows, most)]
        yield CategoryRows(category, shown, more=len(rows) > len(shown))


def personal_data_as_json(user: Any) -> dict[str, Any]:
    """Everything, for a machine: dates in ISO 8601, codes where the page has words."""
    return {
        name: [
            {code: _json_value(getattr(category.present(row), code)) for code in category.columns}
            for row in category.rows_of(user)
        ]
        for name, category in data_categories().items()
    }


def _labelled_values(category: DataCategory, row: Any) -> list[tuple[str, str]]:
    told = category.present(row)
    return [
        (str(label), words)
        for code, label in category.columns.items()
        if (words := _display_value(told, code))
    ]


def _display_value(told: object, code: str) -> str:
    display = getattr(told, f"get_{code}_display", None)
    value = display() if display else getattr(told, code)
    if isinstance(value, bool):
        return gettext("是") if value else gettext("否")
    if isinstance(value, dt.datetime):
        return format_moment(value)
    if isinstance(value, dt.date):
        return format_day(value)
    return "" if value is None else str(value)


def _json_value(value: Any) -> Any:
    if isinstance(value, dt.date):
        return value.isoformat()
    return value if value is None or isinstance(value, bool | int | str) else str(value)
