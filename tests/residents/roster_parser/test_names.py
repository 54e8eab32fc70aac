"""Input in columns of names: shares, numbers, relatives, nothing, references to other cells."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from residents.roster_parser import names, phones, rooms, values
from residents.roster_parser.plan import plan_import
from residents.roster_parser.rooms import Unreadable
from residents.roster_parser.sheet import read_roster
from tests.factories.roster import record, xlsx_of

TWO = "张三、李四"


@pytest.mark.parametrize(
    ("typed", "notes"),
    [
        ("张三1/2 李四1/2", ["张三（1/2）", "李四（1/2）"]),
        ("张三1／2，李四1／2", ["张三（1／2）", "李四（1／2）"]),
        ("张三50%、李四50%", ["张三（50%）", "李四（50%）"]),
        ("张三（1/2）李四（1/2）", ["张三（1/2）", "李四（1/2）"]),
        ("张三(50%) 李四(50%)", ["张三（50%）", "李四（50%）"]),
        ("张三：99%；李四：1%", ["张三（99%）", "李四（1%）"]),
        ("张三占33.3% 李四占66.7%", ["张三（占33.3%）", "李四（占66.7%）"]),
        ("张三三分之一，李四三分之二", ["张三（三分之一）", "李四（三分之二）"]),
        ("张三（份额50%）\n李四（份额50%）", ["张三（份额50%）", "李四（份额50%）"]),
        ("张三、李四各1/2", ["张三、李四（各1/2）"]),
        ("张三、李四各半", ["张三、李四（各半）"]),
        ("张三 李四 按份共有", ["张三、李四（按份共有）"]),
        ("张三（儿子、女儿管）、李四", ["张三（儿子、女儿管）"]),
        ("1.张三 2.李四", []),
        ("①张三②李四", []),
        ("1、张三 2、李四", []),
        ("（1）张三（2）李四", []),
        ("张三和李四", []),
        ("张三与李四", []),
        ("张三+李四", []),
        ("业主：张三 共有人：李四", []),
        ("张三，妻：李四", ["李四（妻）"]),
        ("张三、男；李四、女", ["张三（男）", "李四（女）"]),
        ("张三、李四、待核实", []),
    ],
)
def test_two_people_of_one_cell_are_two_and_the_rest_is_a_note(typed, notes):
    assert names.party_names(typed) == TWO
    assert names.party_key(typed) == names.party_key(TWO)
    assert [note for note in names.notes_in(typed) if "占张" not in note] == notes


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("张三1/2", "张三"), ("张三（50%）", "张三"), ("张三（男）", "张三"), ("张三，女", "张三"), ("司马和平", "司马和平"),
        ("中国银行和平支行", "中国银行和平支行"), ("上海101厂", "上海101厂"), ("测试10", "测试10"), ("艾力·某", "艾力·某"),
        ("王（大）", "王（大）"), ("Anna Maria O'Neill", "Anna Maria O'Neill"),
    ],
)  # fmt: skip
def test_one_person_is_one(typed, name):
    assert names.party_names(typed) == name


@pytest.mark.parametrize(
    "typed",
    ["没有", "暂无", "不详", "N/A", "n/a", "null", "待核实", "待查", "待补充", "未提供", "不知道", "联系不上", "拒绝提供",
     "——", "……", "。", "//", "、、"],
)  # fmt: skip
def test_values_that_say_unknown_are_read_as_none(typed):
    for read in (
        names.party_names,
        phones.parse_phone,
        values.parse_area,
        values.parse_occupancy,
        rooms.parse_floor,
    ):
        assert read(typed) is None
    assert names.party_key(typed) == frozenset()


@pytest.mark.parametrize("typed", ["待核实", "没有", "联系不上"])
def test_what_nobody_knows_is_not_nobody(typed):
    with pytest.raises(Unreadable):
        values.parse_count(typed)


@pytest.mark.parametrize(
    "typed",
    ["〃", "″", "''", "“", "同上", "仝上", "以上", "同101", "同101室业主", "同左", "同户主", "↓", "√", "0", "1", "本人", "业主",
     "空关", "无人", "出租", "已售", "动迁", "xx", "张*三", "张×", "***", "父亲", "张三50 李四50", "张三李四共有", "张三?",
     "A（①A）", "A 1①三"],
)  # fmt: skip
def test_what_is_no_name_is_asked_about(typed):
    with pytest.raises(Unreadable, match=r"。$"):
        names.party_names(typed)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("①1）张三", "张三"),
        ("/1）张三", "张三"),
        ("1.王建国（夫）2.李梅（妻）", "王建国、李梅"),
        ("1.王建国/2.李梅", "王建国、李梅"),
        ("王 强夫妇", "王强"),
        ("王建国夫妇（已故）", "王建国"),
        ("王建国夫妇/李梅", "王建国、李梅"),
        ("张三和李四 夫妻", "张三、李四"),
        ("王建国、李梅共有（夫妻）", "王建国、李梅"),
        ("妻：李 梅", "李梅"),
        ("户主：王 强 妻：李 梅", "王强、李梅"),
    ],
)
def test_what_is_left_beside_a_name_is_read_too(typed, kept):
    assert names.party_names(typed) == kept


@given(st.text(alphabet="张三李四王1/2%、，（） 各和.①男A?〃", max_size=14))
def test_names_that_were_read_read_alike_again(typed):
    try:
        once = names.party_names(typed)
    except Unreadable:
        return
    assert names.party_key(once or "") == names.party_key(typed)
    assert names.party_names(once or "") == once


HEAD = ["室号", "面积", "业主", "业主电话", "联系人", "电话", "人数"]


def plan(*rows):
    return plan_import(read_roster(xlsx_of(HEAD, *rows), door="114"), record())


@pytest.mark.parametrize("mark", ["〃", "″", '"', "''", "”", "同上", "仝上", "々"])
def test_a_mark_takes_what_stands_above(mark):
    found = plan(
        ["301", 89.5, "张三", "13800138000", "本人", "同业主", 2],
        ["302", *[mark] * 6],
        ["303", mark, mark, mark, "王五", "没有", mark],
    )
    assert found.problems == ()
    assert found.questions == ()
    one, two, three = (step.after for step in found.made)
    assert (two.area, two.owner, two.contact, two.phone, two.people) == (
        one.area, one.owner, "张三", "13800138000", 2
    )  # fmt: skip
    assert (three.owner, three.contact, three.phone) == (one.owner, "王五", "")


@pytest.mark.parametrize(
    "between", [["合计", "", "", "", "", "", 2], ["", "", "", "", "", "", ""], ["这几户在装修"]]
)
def test_a_mark_below_nothing_is_asked_about(between):
    found = plan(
        ["301", 89.5, "" if not any(between) else "张三", "", "", "", 2], between, ["302", 80, "〃"]
    )
    assert [(wrong.cell, wrong.said) for wrong in found.problems] == [("C4", "〃")]
