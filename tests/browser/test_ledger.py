"""A payment from the receipt to the wall, on phones: one enters it, another checks it, all read it."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.factories.files import photo

NAME = "楼顶花园的账"


def receipt():
    return {"name": "收据.jpg", "mimeType": "image/jpeg", "buffer": photo().read()}


def too_wide(page):
    return page.evaluate("document.documentElement.scrollWidth - window.innerWidth")


def open_account(leader):
    leader.goto("/b/114/meetings/")
    leader.get_by_role("link", name="账本").click()
    leader.get_by_role("link", name="开一本账").click()
    leader.get_by_label("什么账").fill(NAME)
    leader.get_by_label("从哪天记起").fill("2021-01-01")
    leader.get_by_role("button", name="开好了").click()
    expect(leader.get_by_role("heading", name=NAME)).to_be_visible()
    return leader.url


def enter(page, way, yuan, purpose, *, flat="", file=None):
    page.get_by_role("link", name="记一笔").click()
    page.get_by_label(way, exact=True).check()
    page.get_by_label("多少钱（元）").fill(yuan)
    page.get_by_label("哪天收付的").fill("2021-04-10")
    page.get_by_label("为了什么").fill(purpose)
    if flat:
        page.get_by_label("是哪一户交的").select_option(label=flat)
    if file:
        page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="记下").click()


def name_treasurer(leader):
    leader.goto("/b/114/people/offices/")
    option = leader.locator("[name=member] option", has_text="周强")
    leader.select_option("[name=member]", value=option.get_attribute("value"))
    leader.get_by_role("radio", name="管账人").check()
    leader.get_by_role("button", name="写上").click()
    expect(leader.locator(".messages")).to_contain_text("周强担任管账人")


def enter_both(treasurer, account):
    """A bulb with its receipt, first typed in dollars, and a share of 302."""
    treasurer.goto("/b/114/")
    treasurer.get_by_role("link", name="记账", exact=True).click()
    treasurer.get_by_role("link", name=NAME).click()
    enter(treasurer, "付出去的", "$12", "楼道灯泡")
    expect(treasurer.locator("main")).to_contain_text("只记人民币")
    treasurer.get_by_label("多少钱（元）").fill("12.5")
    treasurer.locator("input[type=file]").set_input_files(receipt())
    treasurer.get_by_role("button", name="记下").click()
    expect(treasurer.locator("main")).to_contain_text("能核对的人：楼组长 李建国")
    treasurer.goto(account)
    enter(treasurer, "收进来的", "15000", "分摊款", flat="302室")
    expect(treasurer.locator("main")).to_contain_text("302室")


def check_both(leader, account):
    leader.goto("/b/114/")
    expect(leader.locator("main")).to_contain_text("2笔账等您核对")
    for purpose in ("楼道灯泡", "分摊款"):
        leader.goto(account)
        leader.get_by_role("link", name=purpose).click()
        leader.get_by_role("button", name="对的，算数").click()
        expect(leader.locator(".messages")).to_contain_text("这一笔算数了")


def read_all(resident, account):
    resident.goto(account)
    main = resident.locator("main")
    expect(main).to_contain_text("付的比写出来的收入多 12.50元")
    expect(main).to_contain_text("您家一共交了15,000.00元")
    expect(main).to_contain_text("还有一两户交的")
    expect(main).not_to_contain_text("302室")
    assert too_wide(resident) <= 0
    resident.get_by_role("link", name="楼道灯泡").click()
    expect(resident.locator(".photos img")).to_have_count(1)


def take_it_along(resident, account):
    """The sheet of the month on the phone and on paper, and the statement as a workbook."""
    resident.goto(f"{account}sheet/")
    expect(resident.locator(".money-rows")).to_contain_text("付出多12.50")
    assert too_wide(resident) <= 0
    resident.emulate_media(media="print")
    expect(resident.get_by_role("columnheader", name="写得出来的结余（元）")).to_be_visible()
    resident.emulate_media(media="screen")
    resident.goto(f"{account}statement/")
    with resident.expect_download() as download:
        resident.get_by_role("button", name="下载表格").click()
    assert re.fullmatch(r"account-\d+\.xlsx", download.value.suggested_filename)


def test_a_payment_goes_from_the_receipt_to_the_wall(visit):
    leader, treasurer, resident = (visit(who) for who in ("leader", "volunteer", "resident"))
    account = open_account(leader)
    name_treasurer(leader)
    enter_both(treasurer, account)
    check_both(leader, account)
    read_all(resident, account)
    take_it_along(resident, account)


def test_a_mistake_is_reversed_and_both_lines_stay(visit):
    leader, core = visit("leader"), visit("core")
    account = open_account(leader)
    enter(leader, "收进来的", "100", "旧报纸")
    entry = leader.url
    core.goto(entry)
    core.get_by_role("button", name="对的，算数").click()
    leader.goto(entry)
    leader.get_by_role("link", name="记错了，冲正").click()
    leader.get_by_label("错在哪里").fill("多写了一个0")
    leader.get_by_role("button", name="记下冲正").click()
    core.goto("/b/114/")
    row = core.get_by_role("listitem").filter(has_text=NAME)
    row.get_by_role("link", name="去核对").click()
    expect(core.locator("main")).to_contain_text("冲回100.00元")
    core.get_by_role("button", name="对的，算数").click()
    core.goto(account)
    expect(core.locator("main")).to_contain_text("结余 0.00元")
    expect(core.locator(".rows").first).to_contain_text("旧报纸")
