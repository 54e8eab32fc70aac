"""The cost of reading is linear in the number of rows. Function calls are counted, not time.

Reading runs in the web process, which a quadratic step would block.
"""

from __future__ import annotations

import sys

import pytest

from louzu.lib.errors import Refused
from residents.roster_parser.files import SheetPage
from residents.roster_parser.neighbourhood import read_neighbourhood_pages
from residents.roster_parser.plan import plan_import
from residents.roster_parser.sheet import read_roster_pages
from tests.factories.roster import record

FEW, TIMES, SLACK = 60, 4, 1.1
PEOPLE = ["室号", "姓名", "与户主关系", "年龄", "业主", "电话", "备注"]
HOMES = ["楼号", "室号", "业主", "业主电话", "人数"]


def mobile(n: int) -> str:
    return f"138{n:08d}"


SHAPES = {
    "flats": (HOMES, lambda n: ["114", f"{n}01", f"业主{n}", mobile(n), "2"]),
    "flats of other buildings": (HOMES, lambda n: [f"{n + 200}", "101", f"业主{n}", "", "2"]),
    "a flat twice": (HOMES, lambda n: ["114", f"{n // 2}01", f"业主{n}", "", "2"]),
    "one flat": (HOMES, lambda n: ["114", "101", f"业主{n}", "", "2"]),
    "owners of one name": (HOMES, lambda n: ["114", f"{n}01", "王强", mobile(n), "2"]),
    "owners of one name without phones": (HOMES, lambda n: ["114", f"{n}01", "王强", "", "2"]),
    "owners in one flat": (PEOPLE, lambda n: ["101", f"人{n}", "子", "", f"业主{n}", "", ""]),
    "people in one flat": (PEOPLE, lambda n: ["101", f"人{n}", "业主", "70", "", "", ""]),
    "people without a flat": (
        PEOPLE,
        lambda n: ["" if n else "101", f"人{n}", "子", "5", "", "", ""],
    ),
    "heads without a flat": (
        PEOPLE,
        lambda n: ["" if n else "101", f"人{n}", "户主", "", "", "", ""],
    ),
    "heads at the end": (
        PEOPLE,
        lambda n: ["" if n else "101", f"人{n}", "户主" if n > FEW // 8 else "妻", *[""] * 4],
    ),
    "one name in one flat": (PEOPLE, lambda _n: ["101", "王", "子", "5", "业主", "", ""]),
    "phones in one flat": (PEOPLE, lambda n: ["101", f"人{n}", "子", "", "", mobile(n), ""]),
    "phones that are none": (PEOPLE, lambda n: ["101", f"人{n}", "子", "", "", f"号码{n}", ""]),
    "one phone written in many ways": (
        PEOPLE,
        lambda n: ["101", f"人{n}", "子", "", "", f"{mobile(1)}（女{n}）", ""],
    ),
    "notes in one flat": (PEOPLE, lambda n: ["101", f"人{n}", "子", "", "", "", f"话{n}"]),
    "who has died": (PEOPLE, lambda n: ["101", f"人{n}（已故）", "子", "", "", "", ""]),
    "totals": (HOMES, lambda n: ["合计", "", "", "", f"{n}"]),
    "words": (HOMES, lambda n: ["", f"话{n}", "", "", ""]),
    "buildings in rows of their own": (HOMES, lambda n: [f"{n + 114}号楼", "", "", "", ""]),
    "headers": (HOMES, lambda n: HOMES if n % 2 else ["114", f"{n}01", "业主", "", "2"]),
    "joined flats": (HOMES, lambda n: ["114", f"{n}01-{n}02", "业主", "", "2"]),
}


def compared(page: SheetPage) -> None:
    plan_import(read_roster_pages([page], door="114"), record())


def calls(header: list[str], row, count: int, read=compared, **page: object) -> int:
    """Return the number of Python and C functions called to read and compare rows."""
    sheet = SheetPage("", [header, *(row(n) for n in range(count))], **page)
    counted = 0

    def count_call(_frame: object, event: str, _argument: object) -> None:
        nonlocal counted
        counted += event in {"call", "c_call"}

    sys.setprofile(count_call)
    try:
        read(sheet)
    except Refused:
        pass
    finally:
        sys.setprofile(None)
    return counted


@pytest.mark.slow
@pytest.mark.parametrize("shape", SHAPES)
def test_cost_grows_as_rows_do(shape):
    header, row = SHAPES[shape]
    few, many = calls(header, row, FEW), calls(header, row, FEW * TIMES)
    assert many < few * TIMES * SLACK


def test_cost_grows_as_merged_cells_and_hidden_rows_do():
    header, row = SHAPES["people without a flat"]

    def marked(count: int) -> int:
        merged = tuple((n, 0, n + 1, 0) for n in range(1, count, 2))
        return calls(header, row, count, merged=merged, hidden_rows=frozenset(range(2, count, 3)))

    assert marked(FEW * TIMES) < marked(FEW) * TIMES * SLACK


def test_cost_of_a_neighbourhood_grows_as_its_buildings_and_their_totals_do():
    def row(n: int) -> list[str]:
        return ["合计", "", "", "", "2"] if n % 2 else [f"{n + 200}号", "101", f"业主{n}", "", "2"]

    def read(page: SheetPage) -> None:
        read_neighbourhood_pages([page])

    many = calls(HOMES, row, FEW * TIMES, read)
    assert many < calls(HOMES, row, FEW, read) * TIMES * SLACK
