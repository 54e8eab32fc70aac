"""A question with options from its draft to its result, on screens and on paper."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from governance.canvass.models import Answer, Canvass
from tests.browser.steps import in_days, press_tab_until, sheet, shoot

QUESTION = "推选两位邻居管门口的花坛"
NAMES = ("冯丽", "郑伟民", "马玉兰")


def drafted(leader) -> str:
    """Draft an election with a photo, preview and announce it. Return the URL of its page."""
    leader.goto("/b/114/canvass/")
    leader.get_by_role("link", name="发起一次征询").click()
    leader.get_by_role("link", name="推选楼组长、自管小组").click()
    leader.fill("[name=question]", QUESTION)
    leader.fill("[name=body]", "一年，浇水剪枝。")
    leader.fill("[name=seats]", "2")
    for number, name in enumerate(NAMES):
        leader.fill(f"[name=option-{number}-title]", name)
    leader.locator("[name=option-0-attached]").set_input_files(sheet())
    expect(leader.locator(".chosen img")).to_have_count(1)
    leader.fill("[name=opens_at]", "")
    leader.fill("[name=closes_at]", in_days(9))
    leader.get_by_role("button", name="存好，下一步").click()
    expect(leader.get_by_text("选的人家最多的2位当选")).to_be_visible()
    expect(leader.locator(".option img")).to_have_count(1)
    leader.get_by_role("button", name="发出去").click()
    expect(leader.get_by_text("开始了，可以去敲门了")).to_be_visible()
    return leader.url


def answered(resident, page):
    """Pick too many, then two, and confirm. By keyboard to the last step."""
    resident.goto(page)
    resident.get_by_role("link", name="请您家表态").click()
    for name in NAMES:
        resident.get_by_role("checkbox", name=name).check()
    resident.get_by_role("button", name="下一步，看一遍再定").click()
    expect(resident.get_by_text("最多选2位，现在选了3位，请去掉1位。").first).to_be_visible()
    resident.get_by_role("checkbox", name=NAMES[1]).uncheck()
    shoot(resident, "options-answer")
    resident.get_by_role("button", name="下一步，看一遍再定").click()
    expect(resident.get_by_text("选了冯丽、马玉兰").first).to_be_visible()
    press_tab_until(resident, "就这样答")
    resident.keyboard.press("Enter")
    expect(resident.locator(".statement")).to_contain_text("马玉兰")


def brought_in(core, page):
    """Type three homes: two boxes, abstention, and one that cannot be read."""
    core.goto(f"{page}sheets/")
    core.locator("[name=pages]").set_input_files(sheet())
    core.fill("[name=signed_on]", timezone.localdate().isoformat())
    core.get_by_role("button", name="下一步，对着照片填").click()
    expect(core.locator("[data-focus]")).to_be_focused()  # the script listens
    for keys, signer in (("132", "张阿婆"), ("4", "徐国强"), ("0", "")):
        for key in keys:
            core.keyboard.press(key)
        if signer:
            core.keyboard.press("2")  # ticked, or ticked and taken back
            if keys == "4":
                core.keyboard.press("2")
            core.keyboard.press("Enter")
            core.keyboard.type(signer)
            core.keyboard.press("Enter")
    shoot(core, "options-table")
    core.get_by_role("button", name="登记填好的几家").click()
    expect(core.get_by_text("登记好了，等另一位对着照片核对")).to_be_visible()
    answers = Answer.objects.filter(voice__canvass__question=QUESTION, channel="door")
    assert [(a.choice, a.picks) for a in answers] == [("picked", [1, 3]), ("abstain", None)]


def checked(leader):
    leader.goto("/b/114/canvass/waiting/")
    leader.locator("li", has_text=QUESTION).get_by_role("link", name="家等核对").first.click()
    shoot(leader, "options-check")
    leader.get_by_role("button", name="这一页都对").click()
    expect(leader.get_by_text("2家核对好了。")).to_be_visible()


@pytest.mark.slow
def test_an_election_from_its_draft_to_its_result(visit):
    leader, core, resident = visit("leader"), visit("core", size="desktop"), visit("resident")
    page = drafted(leader)
    answered(resident, page)
    brought_in(core, page)
    checked(leader)
    now = dt.datetime.now(dt.UTC)
    Canvass.objects.filter(question=QUESTION).update(
        opens_at=now - dt.timedelta(days=9), closes_at=now - dt.timedelta(minutes=1)
    )
    leader.goto(page)
    leader.get_by_role("link", name="截止，准备清点").click()
    leader.get_by_role("button", name="确认截止").click()
    for person in (leader, core):
        person.goto(f"{page}count/")
        person.get_by_label("不等了，照样清点").check()
        person.get_by_role("button", name="我清点过了").click()
    leader.goto(page)
    leader.get_by_role("button", name="公布结果").click()
    expect(leader.get_by_text("没有定下来").first).to_be_visible()  # 3 of 21 took part
    shoot(leader, "options-result")
    leader.get_by_role("link", name="打印结果").click()
    expect(leader.get_by_role("heading", name="一条一条看")).to_be_visible()
