"""An unknown column that may be one of ours is kept in the rows until somebody tells its meaning."""

from __future__ import annotations

import io

import openpyxl
import pytest

from residents.roster_parser.column_questions import NOT_READ, apply_column_answers
from residents.roster_parser.columns import normalized_heading
from residents.roster_parser.plan import plan_import
from residents.roster_parser.row_values import read_sheet
from residents.roster_parser.sheet import read_roster
from residents.roster_parser.sheet_data import RosterSheet
from tests.factories.roster import HEADER, csv_of, record, row, sheet, xlsx_of

NUMBER = "11010519491231002X"
PLAIN = ["室号", "业主"]


def said_by(header, *cells, answer, first=PLAIN):
    """Return the parsed rows if the last column has the meaning ``answer``."""
    rows = [[f"{n}01", f"甲{n}", cell] for n, cell in enumerate(cells, 1)]
    asked = sheet([*rows[0]], *rows[1:], header=[*first, header])
    return read_sheet(
        apply_column_answers(asked, {normalized_heading(header): answer}), record()
    ).said


def test_what_stands_in_it_is_asked_with_examples():
    asked = apply_column_answers(
        sheet(["201", "甲", "2"], ["301", "乙", "1"], header=[*PLAIN, "65岁以上"]), {}
    )
    (one,) = asked.asked
    assert (one.letter, one.header, one.examples, one.answer) == ("C", "65岁以上", ("2", "1"), "")
    assert "people" in one.offered
    assert "owner" in one.offered  # as an additional owner
    assert "room" not in one.offered
    assert "phone" in one.offered
    assert plan_import(asked, record()).doubts


@pytest.mark.parametrize(
    ("header", "cell", "answer", "name", "value"),
    [
        ("65岁以上", "2", "aged_60_up", "aged_60_up", 2),
        ("几口人口", "3人", "people", "people", 3),
        ("租金电话", "138 0013 8000", "phone", "phone", "13800138000"),
        ("租户是谁呀", "小张", "tenant", "contact", "小张"),
        ("租户是谁呀", "小张", "tenant", "occupancy", "let"),
        ("租金说明白", "年付", "note", "note", "年付"),
        ("电话几号", "13800138000", "tenant_phone", "phone", "13800138000"),
    ],
)
def test_an_answer_reads_it_as_ours(header, cell, answer, name, value):
    (text,) = said_by(header, cell, answer=answer)
    assert getattr(text, name) == value


def test_two_columns_of_one_band_are_added():
    asked = sheet(["201", "甲", "2", "1"], header=[*PLAIN, "61岁以上男", "61岁以上女"])
    answers = dict.fromkeys(["61岁以上男", "61岁以上女"], "aged_60_up")
    (text,) = read_sheet(apply_column_answers(asked, answers), record()).said
    assert text.aged_60_up == 3


def test_a_column_that_is_not_read_is_no_doubt_any_more():
    asked = apply_column_answers(
        sheet(["201", "甲", "2"], header=[*PLAIN, "65岁以上"]), {"65岁以上": NOT_READ}
    )
    assert plan_import(asked, record()).doubts == ()
    assert [(one.header, one.why) for one in asked.columns] == [("65岁以上", "说好不用读")]
    assert asked.rows[0].cells.keys() == {"room", "owner"}


def test_a_field_that_has_a_column_is_read_from_that_one():
    asked = sheet([*row("201", 人数="1"), "2"], header=[*HEADER, "人数几何"])
    assert apply_column_answers(asked, {"人数几何": "people"}).asked == ()


def test_a_cell_that_cannot_be_read_is_told_where_it_stands():
    asked = sheet(["201", "甲", "很多"], header=[*PLAIN, "65岁以上"])
    (wrong,) = read_sheet(
        apply_column_answers(asked, {"65岁以上": "aged_60_up"}), record()
    ).problems
    assert (wrong.cell, wrong.said) == ("C2", "很多")


def test_no_identity_number_waits():
    asked = sheet(["201", "甲", f"租 {NUMBER}"], header=[*PLAIN, "租住情况表"])
    assert "租" in asked.rows[0].cells["?租住情况表"]
    assert NUMBER not in str(asked.as_json())


def test_a_merged_number_is_asked_to_be_split():
    content = xlsx_of([*PLAIN, "65岁以上"], ["201", "甲", 3], ["202", "乙", None])
    book = openpyxl.load_workbook(io.BytesIO(content))
    book.active.merge_cells("C2:C3")
    out = io.BytesIO()
    book.save(out)
    asked = apply_column_answers(read_roster(out.getvalue()), {"65岁以上": "aged_60_up"})
    assert {one.cell for one in read_sheet(asked, record()).problems} == {"C2", "C3"}


def test_a_sheet_is_the_same_after_it_was_kept():
    asked = read_roster(csv_of([*PLAIN, "65岁以上"], ["201", "甲", "2"]))
    again = RosterSheet.from_json(asked.as_json())
    answers = {"65岁以上": "aged_60_up"}
    assert apply_column_answers(again, answers) == apply_column_answers(asked, answers)


def test_people_of_one_household_need_not_agree():
    header = ["室号", "姓名", "与户主关系", "租住情形"]
    asked = sheet(["201", "甲", "户主", "整套"], ["201", "乙", "妻", "一间"], header=header)
    assert asked.wrong == ()
    assert asked.rows[0].cells["?租住情形"] == "整套\n一间"


def test_birthdays_of_people_are_asked_and_only_their_ages_wait():
    rows = [["201", "张三", "1950-01"], ["201", "李四", "1990-02"], ["202", "王五", "2024-03"]]
    asked = sheet(*rows, header=["室号", "姓名", "何时"])
    (one,) = apply_column_answers(asked, {}).asked
    assert one.offered == ("age",)
    assert "1950" not in str(asked.as_json())
    homes = [
        step.after
        for step in plan_import(apply_column_answers(asked, {"何时": "age"}), record()).made
    ]
    assert [(home.people, home.aged_60_up, home.aged_0_6) for home in homes] == [
        (2, 1, 0),
        (1, 0, 1),
    ]
