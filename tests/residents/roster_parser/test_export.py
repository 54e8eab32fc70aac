from __future__ import annotations

import io
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from residents.roster_parser.export import workbook_of
from residents.roster_parser.names import party_names
from residents.roster_parser.plan import plan_import
from residents.roster_parser.record import HomeRecord, Party, RosterRecord
from residents.roster_parser.rooms import Unreadable
from residents.roster_parser.sheet import read_roster
from tests.factories.roster import home, record

PHONES = st.lists(
    st.from_regex(r"1[3-9][0-9]{9}|0210000[0-9]{4}", fullmatch=True), max_size=3, unique=True
)
PHONE = PHONES.map("、".join)
NAMES = st.lists(
    st.text("王李张陈建国梅芳（）·A", min_size=2, max_size=4), min_size=1, max_size=3, unique=True
)


def is_read_as_typed(name: str) -> bool:
    try:
        return party_names(name) == name
    except Unreadable:
        return False


NAME = NAMES.map("、".join).filter(is_read_as_typed)
WORDS = st.text(max_size=60).map(str.strip)
COUNT = st.integers(0, 9)


@st.composite
def buildings(draw) -> RosterRecord:
    """Any record: flats with and without households, areas, owners."""
    owners = draw(
        st.lists(
            st.builds(Party, name=NAME, phone=PHONE, pk=st.integers(1)),
            unique_by=lambda party: party.pk,
            max_size=4,
        )
    )
    rooms = draw(
        st.lists(st.from_regex(r"[1-9][0-9]{2,3}[A-C]?", fullmatch=True), unique=True, max_size=8)
    )
    return RosterRecord("114", 6, tuple(draw(_homes(room, owners)) for room in rooms))


@st.composite
def _homes(draw, room: str, owners: list[Party]) -> HomeRecord:
    area = draw(st.none() | st.decimals("0.01", "99999.99", places=2))
    occupancy = draw(st.sampled_from(["owner", "let", "empty"]))
    bands = ("aged_0_6", "aged_7_17", "aged_18_59", "aged_60_up")
    return HomeRecord(
        room,
        floor=draw(st.integers(1, 120)),
        area=area,
        area_source=draw(st.sampled_from(["register", "survey", "contract"])) if area else "",
        owner=draw(st.sampled_from([None, *owners])),
        occupancy=occupancy,
        contact=draw(NAME | st.just("")),
        phone=draw(PHONE),
        note=draw(WORDS),
        flat=1,
        household=draw(st.sampled_from([0, 1, 1])),
        **{band: 0 if occupancy == "empty" else draw(COUNT) for band in bands},
    )


@given(buildings())
@settings(deadline=None, max_examples=20)  # each example starts the reader of workbooks
def test_importing_what_was_exported_changes_nothing(there):
    plan = plan_import(read_roster(workbook_of(there)), there)
    assert (plan.steps, plan.problems, plan.questions, plan.vanished) == ((), (), (), ())


@pytest.mark.parametrize("note", ["'0", "''0", "'=1", "' =1", "0", "'张"])
def test_an_apostrophe_that_somebody_wrote_stays(note):
    home = HomeRecord(
        "101", floor=1, occupancy="owner", contact="张", note=note, flat=1, household=1
    )
    there = RosterRecord(door_number="114", floors=6, homes=(home,))
    assert plan_import(read_roster(workbook_of(there)), there).steps == ()


def cells(content: bytes) -> list[list[object]]:
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    return [[cell.value for cell in row] for row in sheet.rows]


def test_the_columns_are_those_that_are_read():
    one = home(contact="王秀英", phone="13800138000", note="敲门", aged_7_17=1)
    assert cells(workbook_of(record(one, home("101", household=0, floor=1)))) == [
        [
            "室号",
            "楼层",
            "建筑面积",
            "面积依据",
            "业主",
            "业主电话",
            "户主/联系人",
            "人数",
            "0-6岁",
            "7-17岁",
            "60岁以上",
            "房屋性质",
            "联系电话",
            "备注",
        ],
        [
            "302",
            3,
            81.16,
            "产权登记",
            "王秀英",
            None,
            "王秀英",
            4,
            0,
            1,
            2,
            "自住",
            "13800138000",
            "敲门",
        ],
    ]


def test_nothing_leaves_the_house_as_a_formula():
    for text in ("=1+1", "+1", "-1", "@SUM(A1)", "'=1"):
        row = cells(workbook_of(record(home(note=text, area=Decimal(1)))))[1]
        assert row[-1] == f"'{text}"
