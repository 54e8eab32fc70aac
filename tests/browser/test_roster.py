"""Import the committee's spreadsheet as a building, in the admin on a desktop."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from residents.models import Building
from residents.people.queries.buildings import count_people
from tests.factories.roster import DATA


def found_a_building(staff):
    """Create an empty building at the desk. The demo's building gives up its door number."""
    Building.objects.filter(slug="114").update(door_number="113")
    staff.goto("/admin/residents/building/add/")
    staff.select_option("[name=neighbourhood]", label="逸仙二村三居")
    staff.fill("[name=door_number]", "114")
    staff.press("[name=door_number]", "Tab")  # a script copies it to the slug
    staff.fill("[name=slug]", "new")
    staff.fill("[name=floors]", "6")
    staff.get_by_role("button", name="保存，接着改").click()
    staff.get_by_role("link", name="导入名册").click()


def upload(staff, name):
    staff.set_input_files("[name=file]", DATA / name)
    staff.get_by_role("button", name="先看看，不写入").click()
    expect(staff.get_by_text("共有21户、60人，其中60岁以上24人，0–6岁5人")).to_be_visible()


@pytest.mark.parametrize("name", ["roster-merged.xlsx", "roster-gb18030.csv", "roster-owners.xlsx"])
def test_a_messy_spreadsheet_becomes_a_building(visit, name):
    staff = visit("staff", size="desktop")
    found_a_building(staff)
    upload(staff, name)
    building = Building.objects.get(slug="new")
    assert count_people(building)["households"] == 0
    if name == "roster-owners.xlsx":
        expect(staff.get_by_text("身份证号没有读入")).to_be_visible()
        staff.get_by_role("button", name="确认导入").click()
        expect(staff.get_by_text("请选一个")).to_be_visible()
        staff.get_by_label("两位业主").check()
    staff.get_by_role("button", name="确认导入").click()
    expect(staff.get_by_text("新增21户。现在共有21户、60人。")).to_be_visible()
    expect(staff.locator("#result_list tbody tr")).to_have_count(21)
    counted = count_people(building)
    assert (counted["households"], counted["people"], counted["aged_60_up"]) == (21, 60, 24)

    staff.goto("/admin/")
    row = staff.locator("#buildings tr", has_text="114号")
    expect(row.get_by_role("cell").first).to_have_text("21")
    row.get_by_role("rowheader").get_by_role("link").click()
    staff.get_by_role("link", name="导入名册").click()
    staff.set_input_files("[name=file]", DATA / name)
    staff.get_by_role("button", name="先看看，不写入").click()
    expect(staff.get_by_text("没有变化：名册里已经都是这样")).to_be_visible()


def test_what_is_exported_can_be_imported_as_it_is(visit, tmp_path):
    staff = visit("staff", size="desktop")
    staff.goto("/admin/")
    staff.locator("#buildings").get_by_role("link", name="114号 连心楼").click()
    staff.get_by_role("link", name="导出名册").click()
    with staff.expect_download() as coming:
        staff.get_by_role("button", name="下载名册").click()
    assert coming.value.suggested_filename == "114号 连心楼名册.xlsx"
    coming.value.save_as(tmp_path / "roster.xlsx")
    staff.get_by_role("link", name="114号 连心楼").click()
    staff.get_by_role("link", name="导入名册").click()
    staff.set_input_files("[name=file]", tmp_path / "roster.xlsx")
    staff.get_by_role("button", name="先看看，不写入").click()
    expect(staff.get_by_text("没有变化：名册里已经都是这样")).to_be_visible()
