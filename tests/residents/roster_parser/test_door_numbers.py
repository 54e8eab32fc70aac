from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from residents.roster_parser.door_numbers import (
    door_label,
    door_number_of_cell,
    door_numbers_in_title,
    door_of_cell,
    door_of_cell_or_empty,
    doors_in_sheet_name,
    doors_in_title,
    may_be_door,
    split_lane_and_number,
    unit_in,
    unit_of_cell,
)


@pytest.mark.parametrize(
    ("title", "doors"),
    [
        ("逸仙二村115号楼组住户名册", {"115"}),
        ("115、116号名册", {"115", "116"}),
        ("115-117号名册", {"115", "116", "117"}),
        ("88弄114号", {"114"}),
        ("1300弄居民名册", set()),
        ("12幢", {"12"}),
        ("逸仙二村三居住户花名册", set()),
        ("填表日期：11月26号", set()),
        ("沪府〔2026〕第3号", set()),
        ("地铁3号线旁", set()),
        ("2026年11月", set()),
    ],
)
def test_a_title_names_buildings(title, doors):
    assert door_numbers_in_title(title) == doors


@pytest.mark.parametrize(
    ("title", "doors"),
    [
        ("88弄114号", {"88弄114"}),
        ("宝山区逸仙路1200弄114号、115号", {"1200弄114", "1200弄115"}),
        ("1200弄1-3号，1300弄5号", {"1200弄1", "1200弄2", "1200弄3", "1300弄5"}),
        ("逸仙路114号", {"逸仙路114"}),
        ("1300弄居民名册", {"1300弄"}),
        ("115号名册", {"115"}),
    ],
)
def test_a_title_names_buildings_with_their_lanes(title, doors):
    assert doors_in_title(title) == doors


@pytest.mark.parametrize(
    ("name", "doors"),
    [("115", {"115"}), ("115号", {"115"}), ("2026", set()), ("2026名册", set()), ("Sheet1", set())],
)
def test_a_sheets_name_may_be_the_number_alone(name, doors):
    assert doors_in_sheet_name(name) == doors


@pytest.mark.parametrize(
    ("typed", "door"),
    [
        ("114", "114"),
        ("１１４", "114"),
        ("114号", "114"),
        ("114号楼", "114"),
        ("114幢", "114"),
        ("114#", "114"),
        ("114楼", "114"),
        ("第114号楼", "114"),
        ("114.0", "114"),
        ("125.0", "125"),
        ("0127", "127"),
        ("004", "4"),
        ("12A", "12A"),
        ("114甲号", "114甲"),
        ("逸仙二村114号", "114"),
        ("2村114号", "114"),
        ("宝山区逸仙二村114号301室", "114"),
        ("114号3楼301室", "114"),
        ("连心路1200弄114号", "1200弄114"),
        ("1200弄-114号", "1200弄114"),
        ("逸仙路114号", "逸仙路114"),
        ("12号楼一单元", "12"),
        ("12-1单元", "12"),
        ("1200弄", "1200弄"),
        ("逸仙二村", ""),
        ("", ""),
        *(
            (text, None)
            for text in (
                "118-1",
                "118-1号",
                "114/115",
                "114、115",
                "114号、115号",
                "114-116",
                "114~115",
                "114,115",
                "114和115",
                "114或115",
                "114-2",
                "2-114号",
                "1#2#",
                "114号115号",
                "2026-11-04",
                "2026-11-04 00:00:00",
                "11-5",
                "11月5日",
                "11月4号",
                "12.5",
                "0",
                "000",
                "A座",
                "十二号",
                "13800138000",
                "12345678",
                "约114",
                "1200-114",
                "114-301",
                "114号(南)",
            )
        ),
    ],
)
def test_a_cell_names_a_building_only_where_all_of_it_is_understood(typed, door):
    assert door_of_cell(typed) == door
    if door is None:
        assert not any(may_be_door(typed, str(number)) for number in (0, 1, 2, 4, 5, 114, 115, 118))


@given(st.text("0123456789-/、.号楼幢弄单元 #", max_size=12))
def test_a_number_is_never_one_that_does_not_stand_there_as_a_whole(typed):
    number = split_lane_and_number(door_of_cell(typed) or "")[1]
    runs = [run.lstrip("0") for run in re.findall(r"\d+", typed)]
    assert number == "" or number in runs


@pytest.mark.parametrize(
    ("typed", "unit"),
    [
        ("12号1单元", "1单元"),
        ("12号楼一单元", "1单元"),
        ("12号十二单元", "12单元"),
        ("12号", ""),
        ("1单元、2单元", ""),
    ],
)
def test_a_cell_may_name_a_unit(typed, unit):
    assert unit_in(typed) == unit


def test_a_unit_is_called_alike_however_it_is_typed():
    assert {unit_of_cell(text) for text in ("1", "1.0", "01", "一", "1单元", "第一单元")} == {
        "1单元"
    }
    assert unit_of_cell("") == ""


def test_a_cell_of_the_column_of_doors():
    assert [
        door_number_of_cell(text) for text in ("114", "2弄114号", "114号楼2单元", "１１４", "")
    ] == [
        "114",
        "114",
        "114",
        "114",
        "",
    ]
    assert [door_of_cell_or_empty(text) for text in ("2弄114号", "2弄", "114")] == [
        "2弄114",
        "2弄",
        "114",
    ]
    assert may_be_door("", "114")
    assert may_be_door("114号", "114")
    assert not may_be_door("115号", "114")


@pytest.mark.parametrize(
    ("text", "door", "same"),
    [
        ("114号", "1200弄114", True),
        ("1200弄114号", "1200弄114", True),
        ("逸仙路1200弄114号", "1200弄114", True),
        ("1300弄114号", "1200弄114", False),
        ("1200弄115号", "1200弄114", False),
        ("1200支弄114号", "1200弄114", False),
        ("1300弄", "1200弄114", False),
        ("1200弄", "1200弄114", True),
        ("1300弄114号", "114", True),  # the record has no lane
        ("宝山区逸仙路114号", "逸仙路114", True),
        ("长江路114号", "逸仙路114", False),
        ("逸仙路114号", "1200弄114", True),
        ("逸仙路1200弄114号", "逸仙路1200弄114", True),
        ("1200弄114号", "逸仙路1200弄114", True),
    ],
)
def test_a_lane_that_is_said_is_the_buildings(text, door, same):
    assert may_be_door(text, door) is same


def test_a_door_is_called_as_people_say_it():
    assert [door_label(door) for door in ("114", "1200弄114", "1200弄")] == [
        "114号",
        "1200弄114号",
        "1200弄",
    ]
