"""Meeting and lounge across rooms: written, read, answered, and seen at the desk."""

from __future__ import annotations

import datetime as dt

from playwright.sync_api import expect

MEETING, ITEM = "楼顶水箱清洗", "请哪家来洗"
WISH, ANSWER = "谁会修收音机？", "我会，晚上拿来。"


def call_a_meeting(leader):
    leader.goto("/b/114/meetings/new/?kind=ordinary")
    leader.fill("[name=title]", MEETING)
    when = dt.datetime.now(dt.UTC) + dt.timedelta(days=9)
    leader.fill("[name=starts_at]", when.strftime("%Y-%m-%dT19:00"))
    leader.fill("[name=form-0-title]", ITEM)
    leader.get_by_role("button", name="发出去").click()
    expect(leader.get_by_role("heading", name=MEETING)).to_be_visible()


def test_written_read_answered_and_seen_at_the_desk(visit):
    leader, resident = visit("leader"), visit("resident")
    call_a_meeting(leader)

    resident.goto("/b/114/")
    resident.get_by_role("link", name=MEETING, exact=True).first.click()
    expect(resident.locator(".articles")).to_contain_text(ITEM)

    resident.get_by_role("link", name="客厅", exact=True).click()
    resident.get_by_role("link", name="我要说").click()
    resident.get_by_role("link", name="需求").click()
    resident.fill("[name=title]", WISH)
    resident.fill("[name=text]", "老式的，不响了。")
    resident.get_by_role("button", name="说给邻居听").click()
    expect(resident.get_by_role("heading", name=WISH)).to_be_visible()

    leader.goto("/b/114/")
    leader.get_by_role("link", name=WISH, exact=True).click()
    leader.fill("[name=text]", ANSWER)
    leader.get_by_role("button", name="回应").click()
    expect(leader.locator("article", has_text=ANSWER)).to_be_visible()
    resident.reload()
    expect(resident.locator("article", has_text=ANSWER)).to_be_visible()

    staff = visit("staff", size="desktop")
    for place, word in (
        ("notices/notice", "周六第一次大扫除"),
        ("charters/charter", "征求意见"),
        ("meetings/meeting", MEETING),
        ("lounge/thread", WISH),
    ):
        staff.goto(f"/admin/{place}/")
        expect(staff.locator("#content")).to_contain_text(word)
