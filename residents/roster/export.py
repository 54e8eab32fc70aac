"""The roster as an Excel file in the columns that an import reads: importing it changes nothing."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import tablib

from residents.models.places import Flat, Household
from residents.roster.columns import EXPORTED, TITLES, is_control
from residents.roster.identity import without_identity
from residents.roster.record import Home, Record
from residents.roster.values import AREA_SOURCES, OCCUPANCIES

FORMULA = re.compile(r"'*[=+\-@]")
"""Read back by ``said``: one apostrophe is taken off again."""
WORDS: dict[str, Callable[[Home], Any]] = {
    "area_source": lambda home: AREA_SOURCES[Flat.AreaSource(home.area_source)][0] if home.area else "",
    "owner": lambda home: home.owner.name if home.owner else "",
    "owner_phone": lambda home: home.owner.phone if home.owner else "",
    "occupancy": lambda home: OCCUPANCIES[Household.Occupancy(home.occupancy)][0],
}  # fmt: skip


def workbook_of(record: Record) -> bytes:
    """One row a household, from the bottom up."""
    homes = sorted((h for h in record.homes if h.household), key=lambda home: home.place)
    rows = tablib.Dataset(title=f"{record.door_number}号", headers=[TITLES[f] for f in EXPORTED])
    for home in homes:
        rows.append([_cell(home, field) for field in EXPORTED])
    content: bytes = rows.export("xlsx")
    return content


def _cell(home: Home, field: str) -> int | Decimal | str:
    value = WORDS[field](home) if field in WORDS else getattr(home, field)
    if isinstance(value, int | Decimal):
        return value
    return harmless(without_identity(str(value or "")))


def harmless(text: str) -> str:
    """A text that a spreadsheet would work out gets an apostrophe before it."""
    bare = "".join(c for c in text if not is_control(c))
    return f"'{bare}" if FORMULA.match(bare) else bare
