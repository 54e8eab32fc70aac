from __future__ import annotations

import json

import pytest

from louzu.lib.errors import Refused
from residents.roster_parser.sheet import read_roster
from residents.roster_parser.sheet_data import RosterSheet
from tests.factories.roster import DATA, HEADER, ROW, csv_of, sheet, xlsx_of

NUMBER = "11010519491231002X"


def test_the_header_is_found_under_titles():
    read = read_roster(csv_of(["114号名册"], [], ["2026年", "", "居委"], HEADER, ROW))
    assert [(row.number, row.cells["room"]) for row in read.rows] == [(5, "302室")]
    assert (read.letters["area"], read.cell(read.rows[0], "area")) == ("B", "B5")


def test_a_second_header_row_names_what_a_merged_cell_holds_together():
    read = read_roster(
        xlsx_of(["室号", "人数", "其中", None], [None, None, "0-6岁", "60岁以上"], ["302", 3, 1, 2])
    )
    assert dict(read.rows[0].cells) == {
        "room": "302",
        "people": "3",
        "aged_0_6": "1",
        "aged_60_up": "2",
    }
    assert read.unread == ()


def test_the_sheet_with_a_header_is_the_roster():
    with pytest.raises(Refused, match="表头"):
        read_roster(csv_of(["室号", "序号"], ["301", "1"]))
    with pytest.raises(Refused, match="表头"):
        read_roster(b"")


def test_a_door_number_is_the_room_where_nothing_else_is():
    assert read_roster(csv_of(["门牌", "业主"], ["301", "王"])).letters == {
        "room": "A",
        "owner": "B",
    }
    both = read_roster(csv_of(["门牌", "室号", "业主"], ["114", "301", "王"]))
    assert both.letters == {"door": "A", "room": "B", "owner": "C"}


def test_totals_remarks_and_repeated_headers_are_no_flats():
    read = sheet(
        ROW,
        ["合计", "", "", "", "60"],
        ["", "", "", "", "小计"],
        HEADER,
        ["制表：林老师", "", "审核"],
        ["以上为全部住户"],
        ["604"],
    )
    assert [row.cells["room"] for row in read.rows] == ["302室", "604"]
    assert [(row.number, row.text, row.why) for row in read.skipped] == [
        (3, "合计 60", "合计"),
        (4, "小计", "合计"),
        (6, "制表：林老师 审核", "表下面的字"),
        (7, "以上为全部住户", "不是一户"),
    ]
    assert read.heads == (1, 5)


def test_identity_numbers_are_not_read_in():
    header = [*HEADER, "身份证号", "籍贯", "籍贯二"]
    read = sheet([*ROW[:-1], f"证件{NUMBER}", "310", NUMBER, ""], header=header)
    assert read.identity == ("J2", "K2", "L2")
    assert read.rows[0].cells["note"] == "证件"
    assert NUMBER not in json.dumps(read.as_json())


def test_columns_that_are_not_known_or_stand_twice_are_told():
    cells = ["", "上海", "王", "小赵", "王强"]
    columns = sheet(
        [*ROW, *cells], header=[*HEADER, "空列", "籍贯", "业主", "租的人", "跟谁说"]
    ).columns
    assert [(column.letter, column.header, column.why, column.doubtful) for column in columns] == [
        ("K", "空列", "这一列是空的", False),
        ("L", "籍贯", "名册用不到", False),
        ("M", "业主", "“业主”有几列，读的是C列", True),
        ("N", "租的人", "不认得这个表头", True),
        ("O", "跟谁说", "名册用不到；“业主”读的是C列", False),
    ]


def test_a_sheet_comes_back_from_where_it_was_kept():
    read = sheet(ROW, ["合计"], ["301", "", "", "", "", "", "", "", "", NUMBER])
    assert RosterSheet.from_json(json.loads(json.dumps(read.as_json()))) == read


@pytest.mark.parametrize("name", ["roster-merged.xlsx", "roster-gb18030.csv", "roster-owners.xlsx"])
def test_the_messy_files_have_a_row_for_every_household(name):
    assert len(read_roster((DATA / name).read_bytes()).rows) == 21
