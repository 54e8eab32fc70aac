"""What a neighbour asks for goes its way to a task, and nobody types anything a second time."""

from __future__ import annotations

import datetime as dt
import re

from django.utils import timezone
from playwright.sync_api import expect

from governance.canvass.models import Canvass
from residents.models import User
from tests.browser.steps import sheet, shoot
from tests.factories.canvass import move_past_deadline, record_paper_answer_for

NEED, PLAN = "三楼转角太暗，谁来看看？", "同意三楼转角装一盏感应灯吗？"
HOW = "灯三十元一盏，从楼组活动经费里出。"
TASK = "买灯，装在三楼转角"
ERRAND = "请电工来看转角的线"
INSTALLED = "灯装好了，晚上人一来就亮"


def link(page, name):
    page.get_by_role("link", name=name, exact=True).click()


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def need_becomes_plan(resident):
    resident.goto("/b/114/lounge/new/?kind=need")
    resident.fill("[name=title]", NEED)
    resident.fill("[name=text]", HOW)
    press(resident, "说给邻居听")
    need = resident.url
    link(resident, "写成一个计划")
    expect(resident.locator("[name=title]")).to_have_value(NEED)
    expect(resident.locator("[name=text]")).to_have_value(HOW)
    resident.fill("[name=title]", PLAN)
    resident.locator("[name=photos]").set_input_files(sheet())
    press(resident, "说给邻居听")
    shoot(resident, "plan")
    expect(resident.get_by_role("heading", level=1)).to_have_text(PLAN)
    return need, resident.url


def plan_becomes_canvass(leader, plan):
    leader.goto(plan)
    press(leader, "记下：问每一户")
    leader.get_by_role("link", name="去问每一户").click()
    leader.get_by_role("link", name="居民商量的事").click()
    expect(leader.locator("[name=question]")).to_have_value(PLAN)
    expect(leader.locator("[name=body]")).to_have_value(HOW)
    leader.fill("[name=opens_at]", "")
    press(leader, "存好，下一步")
    press(leader, "发出去")
    expect(leader.locator("main img").first).to_be_visible()
    return leader.url


def everybody_agrees(people, page):
    """Answer on paper for all, beside the pages, then count and publish."""
    canvass = Canvass.objects.get(question=PLAN)
    by, other = (User.objects.get(username=name) for name in ("leader", "core"))
    for voice in canvass.voices.all():
        record_paper_answer_for(canvass, voice, "agree", by=by, checked_by=other, channel="meeting")
    move_past_deadline(canvass)
    leader, _core = people
    leader.goto(page)
    link(leader, "截止，准备清点")
    press(leader, "确认截止")
    for person in people:
        person.goto(f"{page}count/")
        person.get_by_role("button", name="我清点过了").click()
    leader.goto(page)
    press(leader, "公布结果")


def result_becomes_notice(leader, page):
    leader.goto(page)
    link(leader, "贴通知告诉大家")
    expect(leader.locator("[name=title]")).to_have_value(f"结果：{PLAN}")
    expect(leader.locator("[name=body]")).to_have_value(re.compile("21户全都"))
    press(leader, "贴上公示栏")
    return leader.url


def result_becomes_task(leader, page):
    leader.goto(page)
    link(leader, "开会商量")
    expect(leader.locator("[name=form-0-title]")).to_have_value(PLAN)
    soon = timezone.localtime() + dt.timedelta(minutes=40)
    leader.fill("[name=starts_at]", soon.strftime("%Y-%m-%dT%H:%M"))
    press(leader, "发出去，请每一家")
    press(leader, "开会了")
    press(leader, "记下到会的")
    item = leader.locator("#agenda ~ ol > li, li", has=leader.get_by_role("heading", name=PLAN))
    item.get_by_role("link", name=re.compile("记第")).first.click()
    link(leader, "记一条决议")
    leader.fill("[name=text]", TASK)
    leader.get_by_role("radio", name="有人去办").check()
    taker = leader.locator("[name=who] option", has_text="周强").get_attribute("value")
    leader.select_option("[name=who]", value=taker)
    press(leader, "记下这一条")
    link(leader, "← 回这次会")
    meeting = leader.url
    press(leader, "散会，整理记录")
    link(leader, "写好了，请大家核对")
    press(leader, "给大家看")
    return meeting


def notice_becomes_task(leader, notice):
    leader.goto(notice)
    link(leader, "请谁来办")
    expect(leader.locator("[name=text]")).to_have_value(f"结果：{PLAN}")
    expect(leader.locator("[name=due_on]")).not_to_have_value("")
    leader.fill("[name=text]", ERRAND)
    taker = leader.locator("[name=who] option", has_text="周强").get_attribute("value")
    leader.select_option("[name=who]", value=taker)
    shoot(leader, "give")
    press(leader, "请这位邻居去办")
    expect(leader.get_by_role("heading", level=1)).to_have_text(ERRAND)
    shoot(leader, "task")
    return leader.url


def taker_reports(volunteer, task):
    volunteer.goto("/b/114/inbox/")
    volunteer.get_by_role("link", name=re.compile(ERRAND)).first.click()
    volunteer.get_by_role("radio", name="办好了").check()
    volunteer.fill("[name=said]", INSTALLED)
    volunteer.locator("[name=attached]").set_input_files(sheet())
    press(volunteer, "就这样记")
    expect(volunteer).to_have_url(task)
    expect(volunteer.locator("main")).to_contain_text(INSTALLED)
    shoot(volunteer, "task-done")


def told(page, words):
    """Whether the author of need and plan is told of the step of what came of each."""
    page.goto("/b/114/inbox/")
    for title in (NEED, PLAN):
        expect(page.locator("main")).to_contain_text(f"您提起的“{title}”，{words}")


def origins(page, at):
    page.goto(at)
    return page.locator("#origins")


def test_a_need_goes_its_way_to_a_task_and_shows_it_both_ways(visit):
    resident, leader, core = visit("resident"), visit("leader"), visit("core")
    volunteer = visit("volunteer")
    need, plan = need_becomes_plan(resident)
    canvass = plan_becomes_canvass(leader, plan)
    told(resident, "正在挨家挨户问大家的意见。")
    everybody_agrees((leader, core), canvass)
    told(resident, "征询的结果公布了。")
    notice = result_becomes_notice(leader, canvass)
    task = notice_becomes_task(leader, notice)
    told(resident, "已经请人去办了。")
    taker_reports(volunteer, task)
    told(resident, "交代的事办好了。")
    meeting = result_becomes_task(leader, canvass)

    became = origins(resident, need)
    for words in (
        "计划",
        "表决，通过",
        "通知，已张贴",
        "交代的事，办好了",
        "决议，有人去办",
        "交代的事，在办",
    ):
        expect(became).to_contain_text(words)
    shoot(resident, "need")
    became.get_by_role("link", name=f"结果：{PLAN}").click()
    expect(resident).to_have_url(notice)
    came_from = origins(resident, notice)
    for words in (NEED, PLAN):
        expect(came_from).to_contain_text(words)
    came_from.get_by_role("link", name=ERRAND).click()
    expect(resident).to_have_url(task)
    origins(resident, task).get_by_role("link", name=NEED).click()
    expect(resident).to_have_url(need)
    for at in (plan, canvass, task, meeting):
        expect(origins(resident, at)).to_contain_text(NEED)
        shoot(resident, at.strip("/").split("/")[-2])
