"""Unlikely values, and columns that may be ours, must be confirmed by a person."""

from __future__ import annotations

from decimal import Decimal

import pytest

from residents.roster_parser.column_questions import NOT_READ, apply_column_answers
from residents.roster_parser.columns import normalized_heading
from residents.roster_parser.plan import plan_import
from residents.roster_parser.sheet import read_roster
from tests.factories.roster import home, record, xlsx_of

pytestmark = pytest.mark.reader

HEAD = ["室号", "楼层", "面积", "人数"]


def doubts(*rows, there=()):
    return plan_import(read_roster(xlsx_of(HEAD, *rows), door="114"), record(*there)).doubts


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (["301", "2", "89.5", 2], "301室 2楼"),
        (["2楼301", "", "89.5", 2], "301室 2楼"),
        (["301", "3", "8950", 2], "301室 8950.00㎡"),
        (["301", "3", "895", 2], "301室 895.00㎡"),
        (["301", "3", "0.9", 2], "301室 0.90㎡"),
        (["301", "3", "8.95", 2], "301室 8.95㎡"),
        (["301", "3", "89.5", 89], "301室 89人"),
    ],
)
def test_what_can_hardly_be_is_looked_at(row, words):
    others = [[f"{n}02", str(n), "88.1", 3] for n in (1, 2, 3)]
    (text,) = doubts(row, *others)
    assert words in text


@pytest.mark.parametrize(
    "row",
    [["301", "3", "89.5", 2], ["301", "", "1,089.50", 2], ["亭子间", "3", "12", 1], ["阁楼", "6", "15.5", 1],
     ["底商1", "2", "350", 0], ["-101", "1", "60", 0], ["301-302", "3", "170", 5], ["503", "5", "", 2]],
)  # fmt: skip
def test_what_is_odd_and_may_be_is_not(row):
    assert doubts(row, ["102", "1", "88.1", 3], ["202", "2", "70", 3]) == ()


def test_recorded_values_are_not_doubted_again():
    there = home("301", floor=2, area=Decimal(8950), aged_18_59=20, aged_60_up=0)
    assert doubts(["301", "2", "8950", 20], there=[there]) == ()


def asked_of(header, *cells, first=("室号", "业主", "人数")):
    rows = [[f"{n}01", f"甲{n}", 1, cell] for n, cell in enumerate(cells, 1)]
    return apply_column_answers(read_roster(xlsx_of([*first, header], *rows), door="114"), {})


@pytest.mark.parametrize(
    "header",
    ["居住人", "使用人", "实际使用人", "房屋使用人", "实际居住人", "居住人姓名", "现住人", "住户姓名", "主要联系人", "入住人"],
)  # fmt: skip
def test_columns_of_residents_name_the_contact(header):
    sheet = asked_of(header, "王五")
    assert plan_import(sheet, record()).doubts == ()
    assert [one.field for one in sheet.read if one.letter == "D"] in (["contact"], ["name"])
    assert plan_import(sheet, record()).made[0].after.contact == "王五"


@pytest.mark.parametrize(
    "header",
    [
        "居住人联系方式",
        "使用人电话",
        "实际居住人联系电话",
        "住户联系方式",
        "联络电话",
        "联系方法",
        "手机号码1",
        "TEL",
        "现住人手机号",
    ],
)
def test_their_numbers_are_the_households(header):
    sheet = asked_of(header, "138 0013 8000")
    assert plan_import(sheet, record()).made[0].after.phone == "13800138000"


@pytest.mark.parametrize(
    "header",
    ["住户", "代理人", "监护人", "配偶", "家庭主要成员", "来沪人员", "几口", "子女联系方式",
     "备用电话", "户籍人口", "现住址联系人员", "称呼人"],
)  # fmt: skip
def test_a_column_of_people_is_asked_about(header):
    sheet = asked_of(header, "王五")
    assert [one.header for one in sheet.asked] == [header]
    assert plan_import(sheet, record()).doubts
    found = apply_column_answers(sheet, {normalized_heading(header): NOT_READ})
    assert plan_import(found, record()).doubts == ()


@pytest.mark.parametrize(
    ("header", "asked"), [("备查", True), ("物业电话", False), ("填表人", False)]
)
def test_a_column_with_telephone_numbers_is_asked_about(header, asked):
    assert bool(asked_of(header, "无", "13800138000").asked) == asked


@pytest.mark.parametrize(
    "header", ["籍贯", "党员", "车牌号", "宠物", "填表人", "网格员", "楼组长", "民族", "文化程度"]
)
def test_a_column_that_is_not_ours_is_only_named(header):
    sheet = asked_of(header, "某某")
    assert (sheet.asked, [one.header for one in sheet.columns]) == ((), [header])


def test_a_co_owner_in_a_column_of_their_own_is_of_the_party():
    sheet = apply_column_answers(asked_of("共有人", "李四", ""), {"共有人": "owner"})
    assert [step.after.owner.name for step in plan_import(sheet, record()).made] == [
        "甲1、李四",
        "甲2",
    ]


@pytest.mark.parametrize(
    ("header", "first", "second", "asked"),
    [
        ("业主", "张三", "李四", True), ("业主", "张三", "张 三", False), ("业主", "张三", "待核实", False),
        ("户主", "张三", "李四", True), ("建筑面积", "89.5", "89.50", False), ("建筑面积", "89.5", "72", True),
        ("家庭人数", "3", "4", True), ("实际居住人数", "3", "4", False), ("房屋性质", "自住", "出租", True),
    ],
)  # fmt: skip
def test_a_second_column_that_says_something_else_is_asked_about(header, first, second, asked):
    content = xlsx_of(["室号", "备注", header, header], ["301", "甲", first, second])
    assert bool(apply_column_answers(read_roster(content, door="114"), {}).asked) == asked
