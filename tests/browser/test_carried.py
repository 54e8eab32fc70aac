"""A public posting from start to end, and a circular to twenty buildings with its withdrawal."""

from __future__ import annotations

import datetime as dt
import re

from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import expect

from governance.canvass.models import Canvass
from governance.notices.models import Notice
from residents.models import Building
from tests.factories import BuildingFactory
from tests.factories.canvass import photo

TITLE = "公示：楼道装扶手的方案"


def sheet():
    return {"name": "墙上.jpg", "mimeType": "image/jpeg", "buffer": photo().content.jpeg}


def run_out(notice):
    """Move the posting's period into the past and run the scheduled job."""
    begun, over = timezone.now() - dt.timedelta(days=8), timezone.now() - dt.timedelta(minutes=1)
    Canvass.objects.filter(pk=notice.canvass_id).update(opens_at=begun, closes_at=over)
    Notice.objects.filter(pk=notice.pk).update(shows_from=begun, expires_at=over)
    call_command("announce_notices")


def begun(leader) -> str:
    """Write and post it. Return the URL of its page."""
    leader.goto("/b/114/notices/")
    leader.get_by_role("link", name="公示", exact=True).click()
    leader.fill("[name=title]", TITLE)
    leader.fill("[name=body]", "二楼到六楼的楼梯两边都装扶手。")
    leader.get_by_label("楼组里的事").check()
    leader.get_by_role("button", name="开始公示").click()
    expect(leader.get_by_text("0 / 21 户")).to_be_visible()
    return leader.url


def shown_and_told(core, page):
    """Add the photo of the printed notice, and record a visit."""
    core.goto(page)
    core.get_by_role("link", name="拍墙上的纸").click()
    core.set_input_files("[name=photo]", sheet())
    core.get_by_role("button", name="放上去").click()
    expect(core.get_by_text("贴在墙上")).to_be_visible()
    core.get_by_role("link", name="去敲门").click()
    core.locator("[data-door='101']").click()
    asked = core.locator("[data-ask]", has=core.get_by_role("heading", name=TITLE))
    asked.get_by_role("button", name="告诉了，还没答").click()
    expect(asked.get_by_text("告诉过了，还没答")).to_be_visible()


def test_a_posting_from_start_to_end_with_an_objection(visit):
    leader, resident, core = visit("leader"), visit("resident"), visit("core")
    page = begun(leader)
    shown_and_told(core, page)

    resident.goto("/b/114/inbox/")
    resident.get_by_role("link", name=f"去看看：{TITLE}").click()
    resident.get_by_role("button", name="我家有意见").click()
    resident.fill("[name=reason]", "三楼太窄，怕担架过不去")
    resident.get_by_role("button", name="就这样答").click()
    expect(resident.get_by_text("记下了。截止以前随时可以改。")).to_be_visible()

    leader.goto(page)
    expect(leader.get_by_text("2 / 21 户")).to_be_visible()
    leader.get_by_role("link", name="302室 · 三楼太窄").click()
    expect(leader.get_by_role("heading", name="302室 的异议")).to_be_visible()

    run_out(Notice.objects.get(title=TITLE))
    resident.goto("/b/114/")
    ended = resident.get_by_text("公示期满：公示：楼道装扶手的方案：2/21户知道")
    expect(ended.first).to_be_visible()
    resident.goto(page)
    expect(resident.get_by_text("公示期满").first).to_be_visible()
    expect(resident.get_by_role("button", name="我家有意见")).to_have_count(0)


def sent_to_twenty(staff):
    """Write, preview and send a circular."""
    neighbourhood = Building.objects.get(slug="114").neighbourhood
    BuildingFactory.create_batch(18, neighbourhood=neighbourhood)
    staff.goto("/admin/notices/circular/")
    staff.get_by_role("link", name="群发一份通知").click()
    staff.fill("[name=title]", "周四灭蚊，请关好窗")
    staff.fill("[name=body]", "周四**晚上7点**楼道喷药，请关好门窗。")
    staff.get_by_label("请每家说一声").check()
    staff.get_by_label("全部").check()
    staff.get_by_role("button", name="先看看发给谁").click()
    expect(staff.get_by_text("要发给 20 栋楼")).to_be_visible()
    assert not Notice.objects.filter(title__contains="灭蚊").exists()
    staff.get_by_role("button", name="发出去").click()
    expect(staff.get_by_text("发给了20栋楼。")).to_be_visible()
    expect(staff.locator("#arrivals tbody tr")).to_have_count(20)


def test_one_notice_to_twenty_buildings_and_all_taken_back(visit):
    staff, resident = visit("staff", size="desktop"), visit("resident")
    sent_to_twenty(staff)

    resident.goto("/b/114/inbox/")
    resident.get_by_role("link", name="去看看：周四灭蚊，请关好窗").click()
    resident.get_by_role("button", name="我家知道了").click()
    expect(resident.get_by_text("记下了：您家知道了。")).to_be_visible()
    page = resident.url
    staff.reload()
    row = staff.locator(
        "#arrivals tr", has=staff.get_by_role("link", name=re.compile(r"(?<!\d)114号"))
    )
    expect(row).to_contain_text("1 / 21")

    staff.get_by_role("link", name="全部撤回").click()
    staff.fill("[name=reason]", "下雨，改到下周")
    staff.get_by_role("button", name="确认全部撤回").click()
    expect(staff.get_by_text("全部撤回了，每栋楼都看得到原因。")).to_be_visible()
    expect(staff.locator("#arrivals").get_by_text("已撤下")).to_have_count(20)
    resident.goto(page)
    expect(resident.get_by_text("下雨，改到下周")).to_be_visible()
    resident.goto("/b/114/")
    expect(resident.get_by_role("link", name="去看看：周四灭蚊，请关好窗")).to_have_count(0)
