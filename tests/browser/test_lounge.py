"""Each kind of thread from start to end on a phone, and moderation."""

from __future__ import annotations

import io
import re

import pytest
from icalendar import Calendar
from PIL import Image
from playwright.sync_api import expect

from tests.browser.steps import in_days, press_tab_until

HELPERS_NAME, ASKERS_NAME = "周强", "王阿姨"


def photo(name="楼道.jpg"):
    out = io.BytesIO()
    Image.new("RGB", (1200, 900), "#557733").save(out, "JPEG")
    return {"name": name, "mimeType": "image/jpeg", "buffer": out.getvalue()}


def say(page, kind, title, text, **more):
    """Start a thread and return its URL."""
    page.goto(f"/b/114/lounge/new/?kind={kind}")
    page.fill("[name=title]", title)
    page.fill("[name=text]", text)
    for name, value in more.items():
        page.fill(f"[name={name}]", value)
    page.get_by_role("button", name="说给邻居听").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    return page.url


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def reply(page, text):
    page.fill("#reply [name=text]", text)
    press(page, "回应")
    expect(page.locator("article", has_text=text)).to_be_visible()


def test_a_need_is_met(visit):
    resident, volunteer = visit("resident"), visit("volunteer")
    at = say(resident, "need", "谁会修收音机？", "老式的，不响了。")
    volunteer.goto(at)
    press(volunteer, "我来帮")
    expect(volunteer.get_by_text("您说了来帮")).to_be_visible()
    volunteer.get_by_role("button", name="帮不上了").click()
    press(volunteer, "我来帮")

    resident.goto("/b/114/inbox/")
    news = resident.get_by_role("region", name="新鲜事")
    news.get_by_role("link", name="谁会修收音机").click()
    expect(resident.locator("#help ~ .rows")).to_contain_text(f"{HELPERS_NAME} 201室")
    press(resident, "这件事解决了")
    expect(resident.locator(".lead .badge", has_text="解决了")).to_be_visible()
    resident.goto("/b/114/lounge/?kind=need&show=ended")
    expect(resident.get_by_role("link", name="谁会修收音机？")).to_be_visible()


def test_an_invitation_fills_up_is_put_in_the_calendar_and_called_off(visit):
    resident, volunteer, leader = visit("resident"), visit("volunteer"), visit("leader")
    at = say(
        resident,
        "invitation",
        "一起打太极",
        "穿宽松的衣服。",
        starts_at=in_days(1),
        place="楼前空地",
        room_for="4",
    )
    volunteer.goto(at)
    volunteer.fill("[name=people]", "3")
    press(volunteer, "我来")
    expect(volunteer.get_by_text("连您一共 3 人")).to_be_visible()
    leader.goto(at)
    press(leader, "我来")
    expect(leader.get_by_text("已经满员了。")).to_be_visible()

    with volunteer.expect_download() as download:
        volunteer.get_by_role("link", name="放进手机日历").click()
    (event,) = Calendar.from_ical(download.value.path().read_bytes()).walk("VEVENT")
    assert (event["SUMMARY"], event["LOCATION"]) == ("一起打太极", "楼前空地")
    volunteer.goto("/b/114/inbox/")
    expect(volunteer.locator(".todo")).to_contain_text("一起打太极")

    resident.goto(at)
    expect(resident.locator("#when ~ .rows")).to_contain_text(f"{HELPERS_NAME} 201室")
    resident.get_by_role("link", name="取消这次相约").click()
    resident.fill("[name=reason]", "明天下雨")
    press(resident, "取消这次相约")
    volunteer.goto(at)
    expect(volunteer.locator(".lead .badge", has_text="取消了")).to_be_visible()
    volunteer.get_by_role("link", name="为什么，写在这里").click()
    expect(volunteer.locator(":target")).to_contain_text("明天下雨")


def test_a_worry_without_a_name_stays_so_until_it_is_looked_at_and_settled(visit):
    resident, volunteer, leader = visit("resident"), visit("volunteer"), visit("leader")
    resident.goto("/b/114/lounge/new/?kind=worry")
    resident.check("[name=unnamed]")
    at = say_on(resident, "最近总睡不好", "夜里两点还醒着。")
    for reader in (volunteer, leader):
        for place in ("/b/114/", "/b/114/lounge/", "/b/114/journal/", at):
            reader.goto(place)
            rows = reader.locator("li, article", has_text=re.compile("总睡不好|夜里两点"))
            expect(rows.first).to_be_visible()
            assert ASKERS_NAME not in "".join(rows.all_inner_texts())
    reply(volunteer, "下午来三楼坐坐。")
    resident.goto(at)
    reply(resident, "好，谢谢。")
    expect(resident.locator("article", has_text="好，谢谢").locator("b")).to_have_text("发起人")

    leader.goto(at)
    leader.get_by_role("link", name="查看是谁说的").click()
    leader.fill("[name=reason]", "听着要紧，想上门看看")
    press(leader, "记下原因，查看")
    expect(leader.locator("main")).to_contain_text(ASKERS_NAME)
    resident.goto(at)
    expect(resident.locator("section", has_text="没有写名字")).to_contain_text("听着要紧")
    press(resident, "这件事解决了")
    expect(resident.locator(".lead .badge", has_text="解决了")).to_be_visible()


def say_on(page, title, text):
    page.fill("[name=title]", title)
    page.fill("[name=text]", text)
    press(page, "说给邻居听")
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    return page.url


def test_a_plan_is_supported_set_aside_with_a_reason_and_taken_up(visit):
    resident, volunteer, leader = visit("resident"), visit("volunteer"), visit("leader")
    at = say(resident, "plan", "楼前种一排月季", "花苗我来出。")
    volunteer.goto(at)
    press(volunteer, "支持")
    expect(volunteer.locator(".lead")).to_contain_text("1 位邻居支持")
    leader.goto(at)
    press(leader, "记下：提上议程")
    leader.get_by_role("link", name="先放一放").click()
    leader.fill("[name=reason]", "等开春再种，现在要冻坏。")
    press(leader, "先放一放")
    leader.goto("/b/114/")
    expect(leader.get_by_role("region", name="要办的事")).to_contain_text("楼前种一排月季")

    resident.goto("/b/114/lounge/")
    row = resident.locator("li", has=resident.get_by_role("link", name="楼前种一排月季"))
    expect(row).to_contain_text("先放一放")
    with resident.expect_response(re.compile(r"/read/$")):
        row.get_by_role("link", name="1 条新回应").click()
    expect(resident.locator(":target")).to_contain_text("等开春再种")
    resident.goto("/b/114/lounge/")
    expect(row.get_by_role("link", name="新回应")).to_have_count(0)
    leader.goto(at)
    press(leader, "采纳这个计划")
    expect(leader.locator(".lead .badge", has_text="采纳了")).to_be_visible()


def test_the_round_of_moderation(visit):
    resident, volunteer = visit("resident"), visit("volunteer")
    leader, staff = visit("leader"), visit("staff")
    at = say(resident, "need", "谁拿错了我的快递？", "放在门口不见了。")
    volunteer.goto(at)
    reply(volunteer, "肯定是301拿的")
    resident.goto(at)
    post = resident.locator("article", has_text="肯定是301拿的")
    post.get_by_text("更多").click()
    post.get_by_role("link", name="反映").click()
    resident.fill("[name=reason]", "没有凭据说人")
    press(resident, "反映")

    leader.goto("/b/114/lounge/")
    leader.get_by_role("link", name="去看反映").click()
    row = leader.locator("li", has_text="没有凭据说人")
    row.get_by_role("link", name="收起这段话").click()
    leader.fill("[name=reason]", "说事情，不说人")
    press(leader, "收起")
    resident.goto(at)
    expect(resident.get_by_text("肯定是301拿的")).to_have_count(0)

    volunteer.goto(at)
    volunteer.get_by_role("link", name="觉得不对，向居委申诉").click()
    volunteer.fill("[name=text]", "我看见的")
    press(volunteer, "向居委申诉")
    staff.goto("/b/114/lounge/moderation/")
    staff.locator("li", has_text="我看见的").get_by_role("link", name="答复").click()
    staff.fill("[name=answer]", "可以说看见什么，不说是谁")
    press(staff, "仍旧收起")
    volunteer.goto(at)
    expect(volunteer.locator("article", has_text="可以说看见什么")).to_be_visible()


def test_a_quarrel_is_locked(visit):
    resident, leader = visit("resident"), visit("leader")
    at = say(resident, "need", "谁拿错了我的快递？", "放在门口不见了。")
    leader.goto(at)
    leader.get_by_role("link", name="锁住，不再回应").click()
    leader.fill("[name=reason]", "快递找到了")
    press(leader, "锁住")
    resident.goto(at)
    expect(resident.locator("#reply")).to_have_count(0)
    expect(resident.get_by_text("快递找到了")).to_be_visible()


def test_what_one_said_is_quoted_changed_and_deleted(visit):
    resident, volunteer = visit("resident"), visit("volunteer")
    at = say(resident, "need", "谁家有长梯子？", "擦吊扇用。")
    volunteer.goto(at)
    reply(volunteer, "我家有三米的")
    resident.goto(at)
    resident.get_by_role("link", name="回应这段").click()
    expect(resident.locator("#reply .quote")).to_contain_text("我家有三米的")
    reply(resident, "够了，几点来拿？")
    expect(resident.locator("article", has_text="几点来拿").locator(".quote")).to_be_visible()
    resident.locator("article", has_text="几点来拿").get_by_role("link", name="改").click()
    resident.fill("[name=text]", "够了，三点来拿可以吗？")
    press(resident, "保存修改")
    volunteer.goto(at)
    volunteer.get_by_role("link", name="改过").click()
    expect(volunteer.get_by_text("几点来拿")).to_be_visible()
    resident.locator("article", has_text="三点来拿").get_by_role("link", name="删去").click()
    press(resident, "删去")
    expect(resident.get_by_text(f"{ASKERS_NAME} 302室删去了这段话")).to_be_visible()


def test_a_draft_outlives_a_lost_connection_and_ends_when_it_was_taken(visit, troubles):
    page = visit("resident")
    page.goto("/b/114/lounge/new/?kind=worry")
    page.check("[name=unnamed]")
    page.fill("[name=title]", "楼道灯坏了")
    page.fill("[name=text]", "三楼到四楼黑着。")
    page.context.set_offline(True)
    with pytest.raises(Exception, match="ERR_INTERNET_DISCONNECTED"), page.expect_navigation():
        press(page, "说给邻居听")
    page.context.set_offline(False)
    troubles.clear()
    for other in ("/b/114/", "/b/114/lounge/"):  # other pages neither send nor delete the draft
        page.goto(other)
    page.goto("/b/114/lounge/new/?kind=worry")
    expect(page.locator("[name=title]")).to_have_value("楼道灯坏了")
    expect(page.locator("[name=text]")).to_have_value("三楼到四楼黑着。")
    expect(page.locator("[name=unnamed]")).to_be_checked()
    press(page, "说给邻居听")
    expect(page.get_by_role("heading", level=1)).to_have_text("楼道灯坏了")
    page.goto("/b/114/lounge/new/?kind=worry")
    expect(page.locator("[name=title]")).to_have_value("")
    expect(page.locator("[name=unnamed]")).not_to_be_checked()


def test_a_reply_that_was_taken_is_not_offered_again(visit):
    page = visit("resident")
    page.goto(say(visit("volunteer"), "need", "谁家有针线？", "扣子掉了。"))
    reply(page, "我家有，上来拿。")
    expect(page.locator("#reply [name=text]")).to_have_value("")
    page.reload()
    expect(page.locator("#reply [name=text]")).to_have_value("")


def test_what_is_forwarded_tells_strangers_nothing(visit, house):
    page, stranger = visit("resident"), visit()
    at = say(page, "need", "谁家有打气筒？", "小推车没气了。")
    page.get_by_role("link", name="转发到群").click()
    text = page.locator("#share-text").input_value()
    assert ("谁家有打气筒？" in text, text.count("http"), "小推车" in text) == (True, 1, False)
    stranger.goto(at)
    expect(stranger.get_by_role("heading", level=1)).to_have_text("登录")
    assert "打气筒" not in stranger.content()


def test_all_of_it_without_javascript(visit):
    resident = visit("resident", java_script_enabled=False)
    volunteer = visit("volunteer", java_script_enabled=False)
    resident.goto("/b/114/lounge/")
    resident.get_by_role("link", name="我要说").click()
    resident.get_by_role("link", name="相约").click()
    resident.fill("[name=title]", "教用手机")
    resident.fill("[name=text]", "带上手机和老花镜。")
    resident.fill("[name=starts_at]", "2020-01-01T10:00")
    resident.fill("[name=place]", "三楼公共客厅")
    press(resident, "说给邻居听")
    expect(resident.get_by_role("alert")).to_contain_text("现在以后")
    expect(resident.locator("[name=text]")).to_have_value("带上手机和老花镜。")
    resident.fill("[name=starts_at]", in_days(2))
    resident.set_input_files("[name=photos]", [photo(), photo("二.jpg")])
    press(resident, "说给邻居听")
    expect(resident.locator(".photos img")).to_have_count(2)

    volunteer.goto(resident.url)
    whole = volunteer.locator(".photos a").first.get_attribute("href")
    assert volunteer.request.get(whole).headers["content-type"] == "image/jpeg"
    volunteer.fill("[name=people]", "2")
    press(volunteer, "我来")
    expect(volunteer.get_by_text("连您一共 2 人")).to_be_visible()
    press(volunteer, "我看到这里了")
    expect(volunteer.get_by_role("button", name="我看到这里了")).to_have_count(0)
    volunteer.fill("[name=text]", "我带两位老人来。")
    press(volunteer, "回应")
    volunteer.get_by_role("link", name="转发到群").click()
    expect(volunteer.locator("#share-text")).to_have_value(re.compile("教用手机"))
    resident.goto("/b/114/lounge/?show=mine")
    expect(resident.get_by_role("link", name="1 条新回应").first).to_be_visible()


def test_asking_and_helping_by_keyboard_alone(visit):
    resident, volunteer = visit("resident"), visit("volunteer")
    resident.goto("/b/114/lounge/")
    for name, where in (("我要说", "**/new/"), ("需求", "**/new/?kind=need")):
        press_tab_until(resident, name)
        resident.keyboard.press("Enter")
        resident.wait_for_url(where)
    press_tab_until(resident, "title")
    resident.keyboard.type("谁家有药箱？")
    press_tab_until(resident, "text")
    resident.keyboard.type("割破了手指。")
    press_tab_until(resident, "说给邻居听")
    resident.keyboard.press("Enter")
    expect(resident.get_by_role("heading", level=1)).to_have_text("谁家有药箱？")

    volunteer.goto(resident.url)
    press_tab_until(volunteer, "我来帮")
    volunteer.keyboard.press("Enter")
    expect(volunteer.get_by_text("您说了来帮")).to_be_visible()
    press_tab_until(volunteer, "更多")
    volunteer.keyboard.press("Enter")
    press_tab_until(volunteer, "反映")
    volunteer.keyboard.press("Enter")
    volunteer.wait_for_url("**/report/")
