"""Lists with one person per row become households."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine

from residents.roster_parser import names, phones
from residents.roster_parser.age_parsing import age_of, band_of_age
from residents.roster_parser.files import SheetPage
from residents.roster_parser.plan import plan_import
from residents.roster_parser.rooms import Unreadable
from residents.roster_parser.sheet import read_roster_pages
from tests.factories.roster import record

HEADER = ["室号", "姓名", "与户主关系", "年龄", "电话", "备注"]


def read(*rows: list[str], header: list[str] = HEADER, merged=()):
    return read_roster_pages([SheetPage("", [header, *rows], merged=merged)])


def test_rows_of_one_room_are_one_household():
    sheet = read(
        ["101", "李梅", "妻", "70", "13800000002", ""], ["", "王强", "户主", "72", "13800000001", ""],
        ["", "王小明", "孙", "5", "", "幼儿园"], ["102", "张芳", "户主", "", "", ""],
    )  # fmt: skip
    first, second = sheet.rows
    assert dict(first.cells) == {
        "room": "101", "contact": "王强", "people": "3", "aged_0_6": "1", "aged_7_17": "0",
        "aged_60_up": "2", "phone": "13800000001\n13800000002", "note": "王小明：幼儿园",
    }  # fmt: skip
    assert (first.more, second.cells["people"], sheet.ageless) == ((3, 4), "1", 1)


HEADS = ["户主", "业主", "本人", "业主本人", "户主兼业主", "产权人", "现业主", "户主/业主"]


@pytest.mark.parametrize("merged", [False, True])
@pytest.mark.parametrize("second", HEADS)
@pytest.mark.parametrize("first", [*HEADS, "租户", ""])
def test_a_second_head_without_a_room_is_in_no_flat(first, second, merged):
    people = [("301", "张三", first), ("", "李四", "妻"), ("", "王五", second), ("", "王六", "子")]
    sheet = read(*([*row, "", "", ""] for row in people), ["303", "赵七", "户主", "", "", ""],
                 merged=((1, 0, 4, 0),) if merged else ())  # fmt: skip
    problems = plan_import(sheet, record()).problems
    rooms = {row.cells.get("room", ""): row for row in sheet.rows}
    if merged:
        assert (problems, list(rooms)) == ((), ["301", "303"])
        assert rooms["301"].cells["people"] == "4"
    else:
        assert [(one.cell, one.text[:18]) for one in problems] == [
            ("A4", "这一行没有写室号，又是一位户主或业主")
        ]
        assert {room: (row.number, row.more) for room, row in rooms.items()} == {
            "301": (2, (3,)), "": (4, (5,)), "303": (6, ()),
        }  # fmt: skip
        assert "王五" not in rooms["301"].cells.get("owner", "")


@pytest.mark.parametrize(
    "relations",
    [
        ["妻", "户主", "子"], ["户主", "户主之妻", "户主的父亲"], ["业主", "业主之妻", "租客"],
        ["业主", "妻（业主）", "非业主"], ["", "", ""], ["户主", "/", "妻"], ["子", "业主", "租客"],
    ],
)  # fmt: skip
def test_members_without_a_room_are_of_the_flat_above(relations):
    rows = ([room, name, relation, "", "", ""] for room, name, relation in zip(
        ["301", "", ""], ["张三", "李四", "王五"], relations, strict=True))  # fmt: skip
    sheet = read(*rows)
    assert plan_import(sheet, record()).problems == ()
    assert [(row.cells["room"], row.more) for row in sheet.rows] == [("301", (3, 4))]


@pytest.mark.parametrize(
    ("kin", "owner"),
    [
        ("业主之妻", "张三"),
        ("业主的母亲", "张三"),
        ("业主妻子", "张三"),
        ("产权人之一", "张三\n李四"),
    ],
)
def test_kin_of_an_owner_is_no_owner(kin, owner):
    sheet = read(["301", "张三", "业主", "", "", ""], ["301", "李四", kin, "", "", ""])
    assert sheet.rows[0].cells["owner"] == owner


def test_kin_of_the_head_is_not_whom_one_calls():
    sheet = read(["301", "李四", "户主之妻", "", "", ""], ["301", "张三", "户主", "", "", ""])
    assert sheet.rows[0].cells["contact"] == "张三"


@pytest.mark.parametrize(("owner", "more"), [("", (3,)), ("张三", (3,)), ("王五", ())])
def test_a_second_owner_in_a_column_of_owners_needs_a_room(owner, more):
    sheet = read(["301", "张三", "户主", "张三"], ["", "李四", "子", owner],
                 header=["室号", "姓名", "与户主关系", "业主"])  # fmt: skip
    assert sheet.rows[0].more == more
    assert len(plan_import(sheet, record()).problems) == (not more)


def test_who_has_died_is_not_counted_and_is_named():
    sheet = read(["101", "王强（已故）", "户主", "80", "", ""], ["101", "李梅", "妻", "78", "", ""])
    assert (sheet.rows[0].cells["people"], sheet.rows[0].cells["contact"]) == ("1", "李梅")
    assert [(one.where, one.why) for one in sheet.left] == [
        ("第2行：王强（已故）", "已故，不算人数")
    ]


def test_a_number_of_people_that_differs_from_the_list_is_told():
    header = [*HEADER, "人数"]
    sheet = read(
        ["101", "王强", "户主", "72", "", "", "3"],
        ["", "李梅", "妻", "70", "", "", ""],
        header=header,
    )
    assert [(wrong.field, wrong.text) for wrong in sheet.wrong] == [
        ("people", "人数写的是3，表里列出来的是2个人。")
    ]


def test_a_number_in_a_merged_cell_of_two_rooms_is_nobodys():
    header = ["室号", "业主", "面积"]
    sheet = read(["101", "王", "120"], ["102", "李", ""], header=header, merged=((1, 2, 2, 2),))
    assert [row.shared for row in sheet.rows] == [("area",), ("area",)]


def test_a_part_of_an_age_band_is_not_more_than_the_whole():
    header = ["室号", "业主", "60岁以上", "65岁以上"]
    sheet = read(["101", "王", "2", "1"], ["102", "李", "", "1"], header=header)
    assert [(wrong.number, wrong.text) for wrong in sheet.wrong] == [
        (3, "“65岁以上”有1人，这里却只有0人。")
    ]
    parts = ["室号", "业主", "60-79岁", "80岁以上"]
    assert read(["101", "王", "2", "1"], header=parts).rows[0].cells["aged_60_up"] == "3"
    alone = read(["101", "王", "2"], header=["室号", "业主", "65岁以上"])
    assert [column.doubtful for column in alone.columns] == [True]


@time_machine.travel("2026-11-28 12:00+08:00")
@pytest.mark.parametrize(
    ("expected", "years"),
    [
        ({"birth": "1952-05-06"}, 74), ({"birth": "1952.12"}, 73), ({"birth": "1952年"}, 74),
        ({"birth": "19520506"}, 74), ({"age": "72岁"}, 72), ({"age": "8个月"}, 0),
        ({"birth": "2018-05-06", "identity": "11010519491231002X"}, 8),
        ({"age": "6", "identity": "11010519491231002X"}, 6),
        ({"identity": "11010519491231002X"}, 76), ({}, None), ({"age": "-"}, None),
    ],
)  # fmt: skip
def test_how_old_people_are(expected, years):
    assert age_of(**expected) == years


@pytest.mark.parametrize(
    "typed", [{"birth": "很早"}, {"age": "老"}, {"birth": "1852-01"}, {"age": "150"}]
)
def test_an_age_that_cannot_be_is_told(typed):
    with pytest.raises(Unreadable, match=r"。$"):
        age_of(**typed)


def test_each_age_has_its_band():
    assert [band_of_age(years) for years in (0, 6, 7, 17, 18, 59, 60, 101)] == [
        "aged_0_6", "aged_0_6", "aged_7_17", "aged_7_17", "aged_18_59", "aged_18_59", "aged_60_up",
        "aged_60_up",
    ]  # fmt: skip
    assert dt.date(2026, 11, 28).year - 1926 == 100


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("艾力·测试", "艾力•测试"), ("艾力·测试", "艾力・测试"), ("艾力·测试", "艾力．测试"),
        ("王　强", "王强"), ("Ａlice", "alice"), ("测\ue863", "测䶮"), ("测\ue864", "测龻"),
        ("葛\U000e0100", "葛"), ("张三（已故）", "张三"), ("张三 李四", "李四、张三"), ("欧阳 小明", "欧阳小明"),
        ("甲子_x000D_\n乙丑", "甲子、乙丑"),
    ],
)  # fmt: skip
def test_one_person_has_one_key(one, other):
    assert names.party_key(one) == names.party_key(other)


@pytest.mark.parametrize("typed", ["测?", "测\ufffd", "□强", "#N/A", "#REF!", "空关"])
def test_what_is_no_name_is_told(typed):
    with pytest.raises(Unreadable, match=r"。$"):
        names.party_names(typed)


@pytest.mark.parametrize(
    ("typed", "numbers", "notes"),
    [
        ("13900000004 13900000005", "13900000004、13900000005", []),
        ("139-0000-0007（女儿）", "13900000007", ["电话（女儿）"]),
        ("+86 13900000008", "13900000008", []), ("021—55501235", "02155501235", []),
        ("手机13900000011", "13900000011", []), ("(021)55501234", "02155501234", []),
        ("13900000001.0", "13900000001", []), ("13900000001\n13900000002", "13900000001、13900000002", []),
    ],
)  # fmt: skip
def test_phones_as_they_are_typed(typed, numbers, notes):
    assert (phones.parse_phone(typed), phones.notes_in(typed)) == (numbers, notes)
