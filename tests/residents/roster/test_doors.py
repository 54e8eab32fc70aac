from __future__ import annotations

import pytest

from residents.roster.doors import (
    called,
    door_in,
    doors_named,
    doors_of_sheet,
    same_door,
    whole_door,
    whole_doors,
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
    assert doors_named(title) == doors


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
    assert whole_doors(title) == doors


@pytest.mark.parametrize(
    ("name", "doors"),
    [("115", {"115"}), ("115号", {"115"}), ("2026", set()), ("2026名册", set()), ("Sheet1", set())],
)
def test_a_sheets_name_may_be_the_number_alone(name, doors):
    assert doors_of_sheet(name) == doors


def test_a_cell_of_the_column_of_doors():
    assert [door_in(text) for text in ("114", "2弄114号", "114号楼2单元", "１１４", "")] == [
        "114", "114", "114", "114", "",
    ]  # fmt: skip
    assert [whole_door(text) for text in ("2弄114号", "2弄", "114")] == ["2弄114", "2弄", "114"]
    assert same_door("", "114")
    assert same_door("114号", "114")
    assert not same_door("115号", "114")


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
        ("1300弄114号", "114", True),  # whose lane nobody wrote down
        ("宝山区逸仙路114号", "逸仙路114", True),
        ("长江路114号", "逸仙路114", False),
        ("逸仙路114号", "1200弄114", True),
        ("逸仙路1200弄114号", "逸仙路1200弄114", True),
        ("1200弄114号", "逸仙路1200弄114", True),
    ],
)
def test_a_lane_that_is_said_is_the_buildings(text, door, same):
    assert same_door(text, door) is same


def test_a_door_is_called_as_people_say_it():
    assert [called(door) for door in ("114", "1200弄114", "1200弄")] == [
        "114号", "1200弄114号", "1200弄",
    ]  # fmt: skip
