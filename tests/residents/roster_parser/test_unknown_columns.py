"""Columns with any header in a real workbook are recognised or asked about, but never ignored."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from residents.models import Flat, Household
from residents.roster.actions.roster import import_roster
from residents.roster.queries.roster import roster_record_in
from residents.roster_parser.column_questions import apply_column_answers
from residents.roster_parser.columns import (
    field_by_similar_header,
    field_of,
    is_about_others,
    is_useless,
)
from residents.roster_parser.plan import plan_import
from residents.roster_parser.sheet import read_roster
from tests.factories.roster import record, xlsx_of

pytestmark = pytest.mark.reader

VALUES = {
    "area": ["89.5", "76", "100.25"], "owner": ["张三", "李四", "王建国"], "people": ["3", "2人", "1"],
    "aged_60_up": ["1", "0", "2"], "phone": ["13800000001", "021-65551234", "138 0000 0003"],
    "contact": ["张三", "李四", "王建国"], "occupancy": ["自住", "出租", "空关"], "floor": ["3", "4", "5"],
    "note": ["独居", "低保户", "行动不便"],
}  # fmt: skip
KNOWN = {
    "area": "产证面积 建面 建筑面积㎡ 产权证面积 房产证面积 产权登记面积 平方 平米数 总面积 住宅面积 面积(平方米) 房屋建筑面积 不动产证面积 专有部分面积",
    "owner": "户名 产权所有人 房屋所有权人 不动产权利人 产证人 购房人 屋主 共有人 产权单位 业主姓名 产权人1 第一产权人 房屋产权人",
    "people": "常住 总数 合计 小计 几口人 人员数 家庭成员数 家庭人口数 常住人口 实有人口 居住人数 家庭总人数 家庭人员合计",
    "aged_60_up": "≥60 老龄 60+ 60周岁以上 60岁及以上人数 老年人合计",
    "phone": "TEL Tel. tel 宅电 号码 微信 手机号码 联系人手机 居民电话 通讯方式",
    "contact": "居住人 实际居住人 使用人 名字 居民 家长 户主名 入住人 主要联系人",
    "occupancy": "性质 房屋使用情况 是否自住 是否空置 产权性质 房屋用途 现状 居住形式 是否入住 住房情况 居住状态",
    "floor": "楼 层次 楼层号 层号 所在楼层",
    "note": "其他 特殊情况 情况说明 注 备注说明 备注信息 备考",
}  # fmt: skip
USELESS = "序号 籍贯 民族 政治面貌 文化程度 身份证号 性别 婚姻状况 工作单位 户籍地址 产权证号 车牌号 网格员 填表人 租金 入住日期 党员 独居老人 物业费"
UNKNOWN = "不知什么"
LIKE_COUNTS = ("people", "aged_60_up", "floor")
"""Small numbers, whose kind is known if there is a column of people."""


def read(header, *rows):
    return apply_column_answers(read_roster(xlsx_of(header, *rows)), {})


def beside(field, cells, header):
    """A roster with the column, and others that do not give its field or a similar one."""
    given = {"业主": ["赵一", "赵二", "赵三"], "人数": ["4", "5", "6"]}
    given.pop({"owner": "业主"}.get(field, "人数" if field in LIKE_COUNTS else ""), None)
    rows = zip(("301", "401", "501"), *given.values(), cells, strict=True)
    return read(["室号", *given, header], *rows)


@pytest.mark.parametrize(
    ("field", "header"),
    [(field, header) for field, text in KNOWN.items() for header in text.split()],
)
def test_a_usual_header_is_known(field, header):
    sheet = beside(field, VALUES[field], header)
    assert [(one.letter, one.field.replace("name", "contact")) for one in sheet.read][-1][
        1
    ] == field
    assert sheet.columns == ()


@pytest.mark.parametrize("field", VALUES)
def test_values_of_ours_under_an_unknown_header_are_asked_about(field):
    sheet = beside(field, VALUES[field], UNKNOWN)
    asked = [one.header for one in sheet.asked]
    assert asked == ([] if field == "note" else [UNKNOWN])
    assert [one.header for one in sheet.columns] == [UNKNOWN]


HEADERS = st.text("住户单位甲乙丙几谁何处多少情表码内外", min_size=1, max_size=8).filter(
    lambda text: not (field_of(text) or field_by_similar_header(text) or is_useless(text) or is_about_others(text))
)  # fmt: skip


@given(HEADERS, st.sampled_from([field for field in VALUES if field != "note"]))
@settings(deadline=None, max_examples=40)
@example("紧急联系电话", "phone")
def test_whatever_it_is_called_a_missing_kind_is_asked_about(header, field):
    assert [one.header for one in beside(field, VALUES[field], header).asked] == [header]


@pytest.mark.parametrize("field", ["area", "people", "phone", "occupancy"])
def test_what_another_column_gives_is_not_asked_and_that_one_is_named(field):
    titles = {"area": "建筑面积", "people": "人数", "phone": "电话", "occupancy": "房屋性质"}
    rows = [[f"{n}01", cell, cell] for n, cell in enumerate(VALUES[field], 3)]
    sheet = read(["室号", titles[field], UNKNOWN], *rows)
    assert sheet.asked == ()
    assert [one.why.endswith("读的是B列") for one in sheet.columns] == [True]


def test_what_a_roster_has_no_use_for_is_named_and_not_asked():
    useless = USELESS.split()
    cells = ["1", "江苏", "汉", "群众", "高中", "1", "男", "已婚", "国企", "高家村", "123", "沪A1", "王二", "张三",
             "3000", "2020-01-02", "1", "1", "120.5"]  # fmt: skip
    sheet = read(["室号", "业主", *useless], ["301", "张三", *cells], ["302", "李四", *cells])
    assert sheet.asked == ()
    assert [one.header for one in sheet.columns] == useless


def test_a_column_without_a_header_is_asked_about_by_its_letter():
    sheet = read(["室号", "业主", ""], ["301", "张三", "13800000001"], ["302", "李四", "65551234"])
    assert [one.header for one in sheet.asked] == ["没有表头的C列"]


def test_people_who_may_not_live_there_are_asked_about():
    header = ["室号", "姓名", "年龄", "人户情况"]
    here = [[f"40{n}", "李四", "66", "人在户在"] for n in range(1, 4)]
    assert read(header, *here).asked == ()
    sheet = read(header, ["301", "张三", "70", "空挂户"], *here)
    assert [one.header for one in sheet.asked] == ["人户情况"]
    assert "都算在人数里" in sheet.columns[0].why


def test_ages_in_a_header_do_not_hide_it():
    header = ["室号", "业主", "总人数", "0-3岁", "4-6岁", "7-17岁", "60-69", "70-79", "80+", "60后"]
    sheet = read(header, ["301", "张三", 4, 0, 1, 0, 1, 1, 0, 1])
    cells = sheet.rows[0].cells
    assert (cells["people"], cells["aged_0_6"], cells["aged_60_up"]) == ("4", "1", "2")
    assert [(one.header, one.doubtful) for one in sheet.columns] == [("60后", False)]
    assert [
        one.header
        for one in read(["室号", "业主", "人数", "60-", "3"], ["301", "张", 2, 1, 1]).asked
    ] == ["60-"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("header", "rows", "made"),
    [
        ("室号 产权人1 产权人2", [["301", "张三", "李四"], ["302", "王五", ""]],
         {"301": ("张三、李四", "", 0), "302": ("王五", "", 0)}),
        ("室号 产权人 共有人", [["301", "张三", "李四"]], {"301": ("张三、李四", "", 0)}),
        ("室号 产权人 份额 面积", [["301", "张三", "50%", 80], ["301", "李四", "50%", 80]],
         {"301": ("张三、李四", "", 0)}),
        ("室号 户主 成员1 成员2", [["301", "张三", "李四", "张小"]], {"301": ("", "张三", 3)}),
        ("室号 户主 家庭成员", [["301", "张三", "李四（妻）、张小（子）"], ["302", "王五", ""]],
         {"301": ("", "张三", 3), "302": ("", "王五", 1)}),
        ("楼层 室号 业主", [[3, "01", "张三"], ["", "02", "李四"], [4, "01", "王五"]],
         {"301": ("张三", "", 0), "302": ("李四", "", 0), "401": ("王五", "", 0)}),
        ("单元 室号 业主", [[1, "101", "张三"], ["二单元", "101", "李四"]],
         {"1单元101": ("张三", "", 0), "2单元101": ("李四", "", 0)}),
        ("室号 业主 租客", [["301", "张三", "无租客"], ["302", "李四", 0], ["303", "王五", "本人"], ["304", "王六", "赵七"]],
         {"301": ("张三", "", 0), "302": ("李四", "", 0), "303": ("王五", "", 0), "304": ("王六", "赵七", 0)}),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_several_columns_of_one_kind_reach_the_database(building, header, rows, made):
    building.door_number, building.floors = "114", 6
    building.save()
    sheet = apply_column_answers(read_roster(xlsx_of(header.split(), *rows), door="114"), {})
    assert plan_import(sheet, roster_record_in(building)).problems == ()
    import_roster(building, sheet, answers={}, seen=True, by=None)
    found = {
        flat.room: ("、".join(flat.owners.values_list("name", flat=True)), home.contact, home.people)
        for flat in Flat.objects.all() for home in flat.households.all()
    }  # fmt: skip
    assert found == made
    assert Household.objects.filter(occupancy="let").count() == ("赵七" in str(rows))


def test_numbers_of_phones_are_no_buildings():
    header = ["室号", "业主", "人数", "号码"]
    sheet = read_roster(xlsx_of(header, ["301", "张三", 2, "13800000001"]), door="114")
    assert sheet.rows[0].cells["phone"] == "13800000001"


def test_people_without_an_age_are_told_what_is_missing():
    sheet = read(["室号", "姓名", "性别"], ["301", "张三", "男"], ["301", "李四", "女"])
    assert "请加一列年龄" in plan_import(sheet, record()).problems[0].text
