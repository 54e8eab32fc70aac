"""The leader's page of the day on a phone, and its printed version."""

from __future__ import annotations

import re

from playwright.sync_api import expect


def test_the_leader_sees_which_doors_are_left_and_shares_them(visit):
    leader, volunteer = visit("leader"), visit("volunteer")
    leader.goto("/b/114/")
    leader.get_by_role("link", name="今天要办的").click()
    doors = leader.locator("section", has=leader.get_by_role("heading", name="还要敲的门"))
    doors.get_by_text("分享到微信群").first.click()
    expect(doors.locator("textarea").first).to_have_value(re.compile("家没有回音.*\nhttp"))
    doors.locator("li a").first.click()
    leader.get_by_role("link", name="分给大家去敲").click()
    leader.locator("[name=whole]").first.check()
    leader.get_by_label("志愿者").first.check()
    leader.get_by_role("button", name="就这样分").click()
    expect(leader.get_by_role("status")).to_contain_text("家的门。")

    volunteer.goto("/b/114/")
    waiting = volunteer.locator(".todo li", has_text="家的门")
    if not waiting.is_visible():
        volunteer.locator(".todo summary").click()
    waiting.get_by_role("link").click()
    expect(volunteer.get_by_role("heading", name=re.compile("请您去敲的"))).to_be_visible()


def test_a_week_is_one_leaf_of_paper(visit):
    resident = visit("resident", size="desktop")
    resident.goto("/b/114/weeks/")
    resident.locator(".rows a").first.click()
    expect(resident.get_by_role("heading", name="楼组周报")).to_be_visible()
    printed = resident.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1
