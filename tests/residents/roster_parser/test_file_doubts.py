"""Totals of a file are compared with the households, and what does not agree is told."""

from __future__ import annotations

from decimal import Decimal

import pytest

from residents.roster_parser.file_doubts import (
    single_total_of,
    total_differences,
    totals_in_sentences,
)
from residents.roster_parser.plan import plan_import
from residents.roster_parser.sheet_data import FileTotal, RosterSheet, SkippedRows
from tests.factories.roster import home, record, row, sheet

HOMES = [home("301", area=Decimal("80.5")), home("302", area=None, area_source="", aged_0_6=1)]
"""Seven people, four of them over sixty."""


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("本楼共3户，7人", {"households": "3", "people": "7"}),
        ("（21户60人）", {"households": "21", "people": "60"}),
        ("共7人，其中60岁以上4人", {"people": "7", "aged_60_up": "4"}),
        ("合计7个人", {"people": "7"}),
        ("3户", None),
        ("通知：7人参加", None),
        ("共2户，空置1户", {"households": "2"}),
        ("1幢3户7人，2幢4户9人", None),
        ("1幢共3户，2幢共4户", {}),
    ],
)
def test_a_sentence_tells_a_total_if_it_counts_everybody(sentence, expected):
    found = [
        one.cells for one in totals_in_sentences(RosterSheet(skipped=(SkippedRows(9, sentence),)))
    ]
    assert found == ([] if expected is None else [expected])


def test_a_row_of_totals_is_not_read_as_a_sentence_too():
    found = RosterSheet(
        skipped=(SkippedRows(9, "合计3户7人"),), sums=(FileTotal(9, {"people": "7"}),)
    )
    assert [*totals_in_sentences(found)] == []


@pytest.mark.parametrize(
    ("cells", "differences"),
    [
        (
            {
                "households": "2户",
                "people": "7人",
                "area": "80.50",
                "aged_60_up": "4",
                "aged_0_6": "1",
            },
            [],
        ),
        ({"people": "8"}, ["表里第9行的合计，人数是8；一户一户加起来是7。"]),
        ({"households": "3"}, ["表里第9行的合计，户数是3；一户一户加起来是2。"]),
        ({"area": "81"}, ["表里第9行的合计，建筑面积是81.00；一户一户加起来是80.5。"]),
        ({"people": "约7", "area": "不详", "aged_60_up": ""}, []),
        ({"people": "0"}, ["表里第9行的合计，人数是0；一户一户加起来是7。"]),
    ],
)
def test_a_total_that_differs_is_told_with_both_numbers(cells, differences):
    assert [*total_differences(FileTotal(9, cells), HOMES)] == differences


WHOLE, PART = FileTotal(9, {"people": "7"}), FileTotal(5, {"people": "3"}, door="114", part=True)
OTHER = FileTotal(7, {"people": "4"}, door="115", part=True)
NEXT_DOOR = SkippedRows(6, "", door="115号")


@pytest.mark.parametrize(
    ("sums", "skipped", "found"),
    [
        ((WHOLE,), (), WHOLE),
        ((PART, WHOLE), (), WHOLE),
        ((PART,), (), PART),
        ((PART, PART), (), None),
        ((), (), None),
        ((WHOLE, WHOLE), (), None),
        ((PART, OTHER, WHOLE), (NEXT_DOOR,), PART),
        ((OTHER, WHOLE), (NEXT_DOOR,), None),
    ],
)
def test_the_total_of_a_building_is_the_only_one_that_can_be_meant(sums, skipped, found):
    assert single_total_of(RosterSheet(sums=sums, skipped=skipped), "114") == found


def test_a_flat_that_is_counted_in_a_joined_one_is_told():
    plan = plan_import(sheet(row("301-302", 人数="3"), row("302", 人数="1")), record())
    assert plan.doubts == ("301-302室里已经有302室，表里又单独写了一行。",)


def test_totals_are_compared_only_if_every_row_was_read():
    rows = row("301", 人数="3"), row("合计", 人数="5")
    assert len(plan_import(sheet(*rows), record()).doubts) == 1
    broken = plan_import(sheet(rows[0], row("302", 人数="两三个"), rows[1]), record())
    assert (len(broken.problems), broken.doubts) == (1, ())
