"""Personal data of one person from all rooms."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from django.db.models import Model
from django.utils.translation import gettext

from louzu.lib.time import format_day, format_moment
from residents.people.mentions import Mention
from residents.people.models import User
from residents.rooms.manifest import rooms
from residents.rooms.personal_data import DataCategory

ROWS_ON_PAGE = 5
"""Rows per category on the page. The file has all."""


@dataclass(frozen=True, slots=True)
class CategoryRows:
    """A category with its rows as pairs of label and displayed value."""

    category: DataCategory
    rows: list[list[tuple[str, str]]]
    more: bool
    """Whether there are older rows that are not shown."""


def data_categories() -> dict[str, DataCategory]:
    """Keys have the form of "lounge.threads"."""
    return {f"{room.name}.{one.code}": one for room in rooms() for one in room.data_categories}


def mentions() -> dict[str, Mention]:
    """Keys have the form of "lounge.threads"."""
    return {f"{room.name}.{one.code}": one for room in rooms() for one in room.mentions}


def personal_data_of(user: User, *, most: int | None = ROWS_ON_PAGE) -> Iterator[CategoryRows]:
    """Yield each category with the latest ``most`` rows or, for None, all. Needs a query per
    category."""
    for category in data_categories().values():
        found = category.rows_of(user)
        rows = list(found if most is None else found[: most + 1])
        shown = [_labelled_values(category, row) for row in islice(rows, most)]
        yield CategoryRows(category, shown, more=len(rows) > len(shown))


def personal_data_as_json(user: User) -> dict[str, object]:
    """Return all data with codes in place of labels, and dates in ISO 8601."""
    return {
        name: [
            {code: _json_value(getattr(category.present(row), code)) for code in category.columns}
            for row in category.rows_of(user)
        ]
        for name, category in data_categories().items()
    }


def _labelled_values(category: DataCategory, row: Model) -> list[tuple[str, str]]:
    obj = category.present(row)
    return [
        (str(label), words)
        for code, label in category.columns.items()
        if (words := _display_value(obj, code))
    ]


def _display_value(obj: object, code: str) -> str:
    display = getattr(obj, f"get_{code}_display", None)
    value = display() if display else getattr(obj, code)
    if isinstance(value, bool):
        return gettext("是") if value else gettext("否")
    if isinstance(value, dt.datetime):
        return format_moment(value)
    if isinstance(value, dt.date):
        return format_day(value)
    return "" if value is None else str(value)


def _json_value(value: object) -> object:
    if isinstance(value, dt.date):
        return value.isoformat()
    return value if value is None or isinstance(value, bool | int | str) else str(value)
