from __future__ import annotations

import pytest

from residents.roster_parser.building_list import list_text_of, parse_building_list
from residents.roster_parser.files import SheetPage


def test_a_line_says_number_lane_floors_name_and_tags_in_any_order():
    texts = [
        (one.lane, one.number, one.floors, one.nickname, one.tags)
        for one in parse_building_list(
            "115\n116号，6层、连心楼，高层 有电梯\n1200弄117号\t11\n118, 1300弄, 同心楼\n"
        )
    ]
    assert texts == [
        ("", "115", None, "", ()),
        ("", "116", 6, "连心楼", ("高层", "有电梯")),
        ("1200弄", "117", 11, "", ()),
        ("1300弄", "118", None, "同心楼", ()),
    ]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("208 18层", ("208", 18, "")),
        ("207号 11层 书香楼", ("207", 11, "书香楼")),
        ("210号（书香楼）", ("210", None, "书香楼")),
        ("207号 小高层", ("207", None, "小高层")),
        ("1200弄 114号 6层", ("114", 6, "")),
        ("115号楼6层", ("115", 6, "")),
        ("1\t114号\t6层", ("114", 6, "")),
        ("114 连心楼 6", ("114", 6, "连心楼")),
    ],
)
def test_blanks_and_brackets_part_too(line, expected):
    (one,) = parse_building_list(line)
    assert (one.number, one.floors, one.nickname) == expected


@pytest.mark.parametrize("line", ["201-203号", "205-206，6层", "201、202号", "1 1 4"])
def test_several_numbers_are_no_building(line):
    assert all(one.why for one in parse_building_list(line))


def test_a_line_of_headings_is_passed_over():
    assert [str(one) for one in parse_building_list("楼号\t弄\t层数\n115\t\t6\n\n")] == ["115号"]


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("连心楼", "看不出是几号楼"),
        ("115，0层", "层数要在1到120之间"),
        ("115，999层", "层数要在1到120之间"),
        ("115，" + "长" * 21, "最多20个字"),
        ("116\n116号", "写了两次"),
    ],
)
def test_what_is_not_understood_is_told_with_its_line(line, why):
    assert [why in one.why for one in parse_building_list(line)][-1]


def test_a_file_becomes_lines_to_be_changed():
    pages = [
        SheetPage("旧", [["1"]], hidden=True),
        SheetPage("新", [["115", "连\n心"], [], ["116"]]),
    ]
    assert list_text_of(pages) == "115\t连 心\n116"
