from __future__ import annotations

from residents.roster_parser.plan import plan_import
from residents.roster_parser.report import report_lines
from tests.factories.roster import home, record, row, sheet

NUMBER = "11010519491231002X"


def test_a_plan_is_told_line_by_line():
    found = sheet(
        row("302", 备注="新的", 手机="13800138000"),
        row("303", 人数="几个"),
        row("合计"),
        row("401", 业主="王建国"),
        row("402", 业主="王建国", 备注=NUMBER),
    )
    assert [*report_lines(plan_import(found, record(home(), home("604"))))] == [
        "新增2户，改动1户，表里没有1户。",
        "  ! 第3行“人数”（E3） 几个: 看不懂这个人数，请只写数字，例如 3。",
        "  ? 王建国 (401、402)",
        "  + 401",
        "  + 402",
        "  ~ 302 联系电话: – → 138****8000",
        "  ~ 302 备注: – → 新的",
        "  - 604: 表里没有，不会删除",
        "身份证号没有读入 (J6)",
        "  · 4 合计: 合计",
        "导入以后，这栋楼共有4户、6人，其中60岁以上4人，0–6岁0人。",
    ]


def test_a_file_of_another_building_is_told():
    assert "拿错了文件" in "".join(report_lines(plan_import(sheet(row("115号302")), record())))
