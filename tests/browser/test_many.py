"""Import a neighbourhood of twenty buildings from one workbook, undo one, and print slips."""

from __future__ import annotations

import io
import re

import openpyxl
from playwright.sync_api import expect

from residents.models import Building, Household

BUILDINGS, FLOORS, DOORS = 20, 7, 3
HOMES = FLOORS * DOORS


def workbook() -> bytes:
    """Return a workbook with a cover and one sheet per building, named by its number."""
    book = openpyxl.Workbook()
    book.active.append(["逸仙二村楼组名册"])
    for number in range(201, 201 + BUILDINGS):
        sheet = book.create_sheet(f"{number}号")
        sheet.append(["室号", "建筑面积", "业主", "人数", "60岁以上"])
        for floor in range(1, FLOORS + 1):
            for door in range(1, DOORS + 1):
                sheet.append([f"{floor}0{door}", 60 + door, f"业主{number}{floor}{door}", 2, 1])
        sheet.append(["合计", "", "", 2 * HOMES, HOMES])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_twenty_buildings_from_one_workbook_one_taken_back_slips_printed(visit):
    staff = visit("staff", size="desktop")
    staff.goto("/admin/residents/building/")
    staff.get_by_role("link", name="导入整个居民区").click()
    xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    staff.set_input_files(
        "[name=file]", {"name": "全部.xlsx", "mimeType": xlsx, "buffer": workbook()}
    )
    staff.get_by_role("button", name="先看看，不写入").click()
    expect(staff.locator(".figures")).to_contain_text(f"{BUILDINGS * HOMES} 户")
    expect(staff.locator("table.many tbody tr")).to_have_count(BUILDINGS)
    assert not Building.objects.filter(door_number="201").exists()
    staff.get_by_role("button", name="确认导入").click()
    expect(staff.locator(".figures")).to_contain_text(f"{BUILDINGS} 栋导入好了", timeout=120_000)
    homes = Household.objects.filter(building__door_number__startswith="2")
    assert homes.count() == BUILDINGS * HOMES

    progress = staff.url
    staff.get_by_role("link", name="撤回207号").click()
    staff.get_by_role("button", name="撤回这次导入").click()
    assert homes.count() == (BUILDINGS - 1) * HOMES
    staff.goto(progress)
    expect(staff.locator(".figures")).to_contain_text("1 栋撤回了")

    staff.get_by_role("link", name="印这几栋的入户条").click()
    expect(staff.get_by_role("checkbox", name="206号")).to_be_checked()
    staff.get_by_role("button", name="做成可以打印的一份").click()
    expect(staff.locator(".slip")).to_have_count((BUILDINGS - 1) * HOMES)
    pages = (BUILDINGS - 1) * -(-HOMES // 6)
    expect(staff.locator("section.slips")).to_have_count(pages)
    printed = staff.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == pages
