from __future__ import annotations

import pytest

from residents.roster.doors import door_in, doors_named, doors_of_sheet, same_door


@pytest.mark.parametrize(
    ("title", "doors"),
    [
        ("逸仙二村115号楼组住户名册", {"115"}),
        ("115、116号名册", {"115", "116"}),
        ("115-117号名册", {"115", "116", "117"}),
        ("88弄114号", {"114"}),
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
    ("name", "doors"),
    [("115", {"115"}), ("115号", {"115"}), ("2026", set()), ("2026名册", set()), ("Sheet1", set())],
)
def test_a_sheets_name_may_be_the_number_alone(name, doors):
    assert doors_of_sheet(name) == doors


def test_a_cell_of_the_column_of_doors():
    assert [door_in(text) for text in ("114", "2弄114号", "114号楼2单元", "１１４", "")] == [
        "114", "114", "114", "114", "",
    ]  # fmt: skip
    assert same_door("", "114")
    assert same_door("114号", "114")
    assert not same_door("115号", "114")
