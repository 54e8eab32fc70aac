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
from residents.rooms.personal_data import Holding

ON_PAGE = 5
"""Rows of a kind on one's page; the file has all."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A holding with its rows, each as (label, value) in words."""

    holding: Holding
    rows: list[list[tuple[str, str]]]
    more: bool
    """Are there older ones, not shown here?"""


def holdings() -> dict[str, Holding]:
    """Of all rooms, as ``room.code``."""
    return {f"{room.name}.{one.code}": one for room in rooms() for one in room.holdings}


def mentions() -> dict[str, Mention]:
    """Of all rooms, as ``room.code``."""
    return {f"{room.name}.{one.code}": one for room in rooms() for one in room.mentions}


def kept_about(user: Any, *, most: int | None = ON_PAGE) -> Iterator[Kept]:
    """Everything, one query a holding; of each the newest ``most`` rows, or all."""
    for holding in holdings().values():
        found = holding.of(user)
        rows = list(found if most is None else found[: most + 1])
        shown = [_in_words(holding, row) for row in islice(rows, most)]
        yield Kept(holding, shown, more=len(rows) > len(shown))


def as_data(user: Any) -> dict[str, Any]:
    """Everything, for a machine: dates in ISO 8601, codes where the page has words."""
    return {
        name: [
            {code: _plain(getattr(holding.told(row), code)) for code in holding.columns}
            for row in holding.of(user)
        ]
        for name, holding in holdings().items()
    }


def _in_words(holding: Holding, row: Any) -> list[tuple[str, str]]:
    told = holding.told(row)
    return [
        (str(label), words)
        for code, label in holding.columns.items()
        if (words := _word(told, code))
    ]


def _word(told: object, code: str) -> str:
    display = getattr(told, f"get_{code}_display", None)
    value = display() if display else getattr(told, code)
    if isinstance(value, bool):
        return gettext("是") if value else gettext("否")
    if isinstance(value, dt.datetime):
        return format_moment(value)
    if isinstance(value, dt.date):
        return format_day(value)
    return "" if value is None else str(value)


def _plain(value: Any) -> Any:
    if isinstance(value, dt.date):
        return value.isoformat()
    return value if value is None or isinstance(value, bool | int | str) else str(value)
