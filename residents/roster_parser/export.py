"""Export the roster as an Excel file with the columns that an import reads. Importing the file
changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from louzu.lib.spreadsheet import as_xlsx
from louzu.lib.text_input import clean_text
from residents.places.models import Flat, Household
from residents.roster_parser.columns import EXPORTED, TITLES
from residents.roster_parser.identity import without_identity
from residents.roster_parser.record import HomeRecord, Party, RosterRecord
from residents.roster_parser.values import AREA_SOURCES, OCCUPANCIES

WORDS: dict[str, Callable[[HomeRecord], object]] = {
    "area_source": lambda home: (
        AREA_SOURCES[Flat.AreaSource(home.area_source)][0] if home.area else ""
    ),
    "owner": lambda home: home.owner.name if home.owner else "",
    "owner_phone": lambda home: home.owner.phone if home.owner else "",
    "occupancy": lambda home: OCCUPANCIES[Household.Occupancy(home.occupancy)][0],
}


def workbook_of(record: RosterRecord) -> bytes:
    homes = sorted((h for h in record.homes if h.household), key=lambda home: home.place)
    rows: list[list[object]] = [[TITLES[field] for field in EXPORTED]]
    rows += [[_cell(home, field) for field in EXPORTED] for home in homes]
    return as_xlsx({f"{record.door_number}号": rows})


SAMPLE = (
    HomeRecord(
        "101",
        1,
        Decimal("81.16"),
        "register",
        Party("王秀英、李建国"),
        "owner",
        0,
        0,
        0,
        2,
        "王秀英",
        "13800000001",
        "腿脚不便，请敲门",
    ),
    HomeRecord(
        "102",
        1,
        Decimal("81.16"),
        "register",
        Party("陈国强", "13800000002"),
        "let",
        1,
        0,
        2,
        0,
        "赵敏",
        "13800000003",
    ),
    HomeRecord(
        "201", 2, Decimal("92.40"), "register", Party("张美华"), "empty", phone="02155550001"
    ),
)
"""Invented flats."""


def sample_workbook(door_number: str) -> bytes:
    return workbook_of(
        RosterRecord(door_number, 6, tuple(replace(home, household=1) for home in SAMPLE))
    )


def _cell(home: HomeRecord, field: str) -> int | Decimal | str:
    value = WORDS[field](home) if field in WORDS else getattr(home, field)
    if isinstance(value, int | Decimal):
        return value
    return " ".join(clean_text(without_identity(str(value or ""))).split())
