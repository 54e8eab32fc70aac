"""A notice: written by the leader, read at home, printed as a poster."""

from __future__ import annotations

import datetime as dt
import io
import re

import pytest
from django.utils import timezone
from PIL import Image
from playwright.sync_api import expect

TITLE, TEXT = "周五检修水管", "周五上午9点到10点停水，请先接一桶水。"


@pytest.fixture
def photo() -> dict[str, object]:
    out = io.BytesIO()
    Image.new("RGB", (1200, 900), "#335577").save(out, "JPEG")
    return {"name": "水管.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


def write(page, **files):
    page.goto("/b/114/notices/new/")
    page.fill("[name=title]", TITLE)
    page.fill("[name=body]", TEXT)
    if files:
        page.set_input_files("[name=attached]", files["photo"])


def unread_mark(page):
    return page.locator("li", has=page.get_by_role("link", name=TITLE, exact=True)).get_by_text(
        "未读"
    )


@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_from_the_leader_to_the_wall(visit, photo, size):
    leader, resident = visit("leader", size=size), visit("resident", size=size)
    write(leader, photo=photo)
    leader.get_by_role("button", name="贴上公示栏").click()
    expect(leader.get_by_text("已经贴上公示栏了")).to_be_visible()
    expect(leader.locator(".photos img")).to_have_js_property("complete", value=True)

    resident.goto("/b/114/")
    expect(unread_mark(resident)).to_be_visible()
    with resident.expect_response(re.compile(r"/read/$")):
        resident.get_by_role("link", name=TITLE, exact=True).click()
    expect(resident.get_by_text(TEXT)).to_be_visible()
    resident.get_by_role("link", name="首页").click()
    expect(resident.get_by_role("link", name=TITLE, exact=True)).to_be_visible()
    expect(unread_mark(resident)).to_have_count(0)

    resident.get_by_role("link", name=TITLE, exact=True).click()
    resident.get_by_role("link", name="打印海报").click()
    expect(resident.locator(".qr")).to_be_visible()
    printed = resident.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1
    box = re.search(rb"/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]", printed)
    assert [round(float(side)) for side in box.groups()] in ([595, 842], [596, 842])
    resident.emulate_media(media="print")
    expect(resident.locator(".paper-bar")).to_be_hidden()


def test_a_draft_outlives_a_reload_and_ends_when_it_is_posted(visit):
    page = visit("leader")
    write(page)
    page.reload()
    expect(page.locator("[name=title]")).to_have_value(TITLE)
    expect(page.locator("[name=body]")).to_have_value(TEXT)
    page.get_by_role("button", name="贴上公示栏").click()
    expect(page.get_by_text("已经贴上公示栏了")).to_be_visible()
    page.goto("/b/114/notices/new/")
    expect(page.locator("[name=title]")).to_have_value("")
    expect(page.locator("[name=body]")).to_have_value("")


def test_all_of_it_without_javascript(visit):
    leader = visit("leader", java_script_enabled=False)
    resident = visit("resident", java_script_enabled=False)
    write(leader)
    leader.get_by_role("button", name="先看看样子").click()
    expect(leader.get_by_role("heading", name="贴出来是这样")).to_be_visible()
    expect(leader.locator("[name=title]")).to_have_value(TITLE)
    leader.get_by_role("button", name="贴上公示栏").click()
    expect(leader.get_by_text("已经贴上公示栏了")).to_be_visible()

    resident.goto("/b/114/notices/")
    resident.get_by_role("link", name=TITLE).click()
    resident.get_by_role("button", name="我看过了").click()
    expect(resident.get_by_role("button", name="我看过了")).to_have_count(0)
    resident.goto("/b/114/notices/")
    expect(unread_mark(resident)).to_have_count(0)

    resident.goto("/b/114/lounge/")
    resident.get_by_role("link", name="四楼转角又堆了纸箱").click()
    resident.fill("[name=text]", "我周六可以来搬。")
    resident.get_by_role("button", name="回应").click()
    expect(resident.locator("article", has_text="我周六可以来搬。")).to_be_visible()


def test_tomorrows_water_cut_is_first_on_the_front_page_and_one_tap_ends_it(visit):
    leader, resident = visit("leader"), visit("resident", size="phone")
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    write(leader)
    leader.fill("[name=title]", "停水2小时")
    leader.fill("[name=happens_from]", f"{tomorrow}T09:00")
    leader.fill("[name=happens_until]", f"{tomorrow}T11:00")
    leader.check("[name=asks]")
    leader.get_by_role("button", name="贴上公示栏").click()
    expect(leader.get_by_text("已经贴上公示栏了")).to_be_visible()

    resident.goto("/b/114/")
    first = resident.locator(".todo ol > li").first
    expect(first).to_contain_text("停水2小时")
    expect(first.locator("time")).to_have_text("明天上午9点")
    first.get_by_role("button", name="我家知道了").click()
    expect(resident.get_by_text("记下了：您家知道了。")).to_be_visible()
    resident.goto("/b/114/")
    expect(resident.locator(".todo")).not_to_contain_text("停水2小时")
