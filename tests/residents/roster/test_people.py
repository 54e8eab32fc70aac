"""Lists of people, one in a row, become households."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine

from residents.roster import names, phones
from residents.roster.ages_told import band_of_age, years_of
from residents.roster.files import Page
from residents.roster.rooms import Unreadable
from residents.roster.sheet import sheet_among

HEADER = ["室号", "姓名", "与户主关系", "年龄", "电话", "备注"]


def read(*rows: list[str], header: list[str] = HEADER, merged=()):
    return sheet_among([Page("", [header, *rows], merged=merged)])


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
    ("said", "years"),
    [
        ({"birth": "1952-05-06"}, 74), ({"birth": "1952.12"}, 73), ({"birth": "1952年"}, 74),
        ({"birth": "19520506"}, 74), ({"age": "72岁"}, 72), ({"age": "8个月"}, 0),
        ({"birth": "2018-05-06", "identity": "11010519491231002X"}, 8),
        ({"age": "6", "identity": "11010519491231002X"}, 6),
        ({"identity": "11010519491231002X"}, 76), ({}, None), ({"age": "-"}, None),
    ],
)  # fmt: skip
def test_how_old_people_are(said, years):
    assert years_of(**said) == years


@pytest.mark.parametrize(
    "said", [{"birth": "很早"}, {"age": "老"}, {"birth": "1852-01"}, {"age": "150"}]
)
def test_an_age_that_cannot_be_is_told(said):
    with pytest.raises(Unreadable, match=r"。$"):
        years_of(**said)


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
        names.names(typed)


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
    assert (phones.phone(typed), phones.notes_in(typed)) == (numbers, notes)
