"""Rosters as files and as records, without a database."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from pathlib import Path

import openpyxl

from residents.roster_parser.record import HomeRecord, Party, RosterRecord
from residents.roster_parser.sheet import read_roster
from residents.roster_parser.sheet_data import RosterSheet

DATA = Path(__file__).parents[1] / "data"
HEADER = [
    "室号",
    "建筑面积",
    "业主",
    "联系人",
    "人数",
    "0-6岁",
    "60岁以上",
    "房屋性质",
    "手机",
    "备注",
]
ROW = ["302室", "81.16㎡", "王秀英", "", "3", "", "2", "自住", "", ""]


def csv_of(*rows: list[object], codec: str = "utf-8") -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue().encode(codec)


def xlsx_of(*rows: list[object], title: str = "Sheet1") -> bytes:
    book = openpyxl.Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def sheet(*rows: list[object], header: list[str] = HEADER) -> RosterSheet:
    return read_roster(csv_of(header, *rows))


def row(room: str, **fields: object) -> list[object]:
    """Return a row for ``HEADER``. Keywords are column names: ``row("302", 人数="3")``."""
    return [room, *(fields.get(name, "") for name in HEADER[1:])]


def home(room: str = "302", **more: object) -> HomeRecord:
    """Return a home as it would be stored."""
    plain = {
        "floor": int(room[0]),
        "area": Decimal("81.16"),
        "area_source": "register",
        "owner": Party("王秀英", pk=int(room)),
        "aged_18_59": 1,
        "aged_60_up": 2,
        "flat": int(room),
        "household": int(room),
    }
    return HomeRecord(room, **{**plain, **more})


def record(*homes: HomeRecord) -> RosterRecord:
    return RosterRecord("114", 6, homes)
