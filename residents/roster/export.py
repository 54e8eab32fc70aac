"""The roster as an Excel file in the columns that an import reads: importing it changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from louzu.lib.spreadsheet import as_xlsx
from louzu.lib.typed import clean_typed
from residents.models.places import Flat, Household
from residents.roster.columns import EXPORTED, TITLES
from residents.roster.identity import without_identity
from residents.roster.record import Home, Record
from residents.roster.values import AREA_SOURCES, OCCUPANCIES

WORDS: dict[str, Callable[[Home], Any]] = {
    "area_source": lambda home: AREA_SOURCES[Flat.AreaSource(home.area_source)][0] if home.area else "",
    "owner": lambda home: home.owner.name if home.owner else "",
    "owner_phone": lambda home: home.owner.phone if home.owner else "",
    "occupancy": lambda home: OCCUPANCIES[Household.Occupancy(home.occupancy)][0],
}  # fmt: skip


def workbook_of(record: Record) -> bytes:
    """One row a household, from the bottom up."""
    homes = sorted((h for h in record.homes if h.household), key=lambda home: home.place)
    rows: list[list[Any]] = [[TITLES[field] for field in EXPORTED]]
    rows += [[_cell(home, field) for field in EXPORTED] for home in homes]
    return as_xlsx({f"{record.door_number}号": rows})


def _cell(home: Home, field: str) -> int | Decimal | str:
    value = WORDS[field](home) if field in WORDS else getattr(home, field)
    if isinstance(value, int | Decimal):
        return value
    return " ".join(clean_typed(without_identity(str(value or ""))).split())
