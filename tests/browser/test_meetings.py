"""The first discussion in the lounge, with the portal on one phone.

It leads to three resolutions, and the next meeting shows the outcome of each.
"""

from __future__ import annotations

import datetime as dt

from django.core.cache import caches
from django.utils import timezone
from playwright.sync_api import expect

from governance.meetings.models import Meeting

TITLE, NEXT = "楼道和电梯不相配", "看看做得怎么样"
TOPICS = ("墙壁脏了", "扶手发黏", "楼道堆物")
PAINT, CLEAN, DRAW = "爷叔们周六刷墙", "阿姨们打扫楼梯和扶手", "孩子们在水表箱上画画"


def call(leader, title, when, topics):
    leader.goto("/b/114/meetings/new/")
    leader.get_by_role("link", name="议事会 邻居们坐下来").click()
    leader.fill("[name=title]", title)
    leader.fill("[name=starts_at]", timezone.localtime(when).strftime("%Y-%m-%dT%H:%M"))
    for at, topic in enumerate(topics):
        leader.fill(f"[name=form-{at}-title]", topic)
    leader.get_by_role("button", name="发出去，请每一家").click()
    expect(leader.get_by_role("heading", name=title, exact=True)).to_be_visible()


def resolve(leader, number, text, *, way, who=""):
    leader.get_by_role("link", name=f"记第 {number} 项").click()
    leader.fill("[name=points]", f"{text}，大家说好")
    leader.get_by_role("button", name="记下", exact=True).click()
    leader.get_by_role("link", name="记一条决议").click()
    leader.fill("[name=text]", text)
    leader.get_by_role("radio", name=way).check()
    if who:
        option = leader.locator("[name=who] option", has_text=who)
        leader.select_option("[name=who]", value=option.get_attribute("value"))
    leader.fill("[name=hands_for]", "9")
    leader.get_by_role("button", name="记下这一条").click()
    expect(leader.locator("main")).to_contain_text("不是正式表决")
    leader.get_by_role("link", name="← 回这次会").click()


def come(resident):
    resident.goto("/b/114/")
    resident.get_by_role("link", name=TITLE, exact=True).first.click()
    resident.get_by_role("button", name="我家来").click()
    expect(resident.locator("main")).to_contain_text("您家来")


def sit_together(leader):
    leader.reload()
    leader.get_by_role("button", name="开会了").click()
    for room in ("302室", "501室", "201室"):
        leader.get_by_label(room).check()
    leader.get_by_role("button", name="记下到会的").click()
    expect(leader.locator("main")).to_contain_text("到会 3 家")
    resolve(leader, 1, PAINT, way="有人去办", who="周强")
    resolve(leader, 2, CLEAN, way="有人去办", who="陈美华")
    resolve(leader, 3, DRAW, way="挨家挨户征询")
    page = leader.url
    leader.get_by_role("link", name="起草征询").click()
    leader.get_by_role("button", name="家家都同意才办").click()
    expect(leader.locator("[name=question]")).to_have_value(DRAW)
    leader.goto(page)


def write_it_down(leader, resident):
    leader.get_by_role("button", name="散会，整理记录").click()
    leader.get_by_role("link", name="写好了，请大家核对").click()
    leader.get_by_role("button", name="给大家看").click()
    expect(leader.locator(".minutes")).to_contain_text("302室")
    resident.goto(leader.url)
    resident.get_by_role("link", name="有不对的，我来说").click()
    resident.select_option("[name=item]", label=f"2. {TOPICS[1]}")
    resident.fill("[name=text]", "还说了要用软布")
    resident.get_by_role("button", name="提上去").click()
    leader.reload()
    leader.get_by_role("link", name="答复这一条").click()
    leader.get_by_role("radio", name="说得对，改记录").check()
    leader.fill("[name=points]", "用软布擦")
    leader.get_by_role("button", name="就这样答复").click()
    Meeting.objects.filter(title=TITLE).update(  # moves the meeting into the past
        corrections_until=timezone.now(), starts_at=timezone.now() - dt.timedelta(minutes=5)
    )
    caches["pages"].clear()  # cached pages don't notice that dates were moved
    leader.goto(leader.url)
    leader.get_by_role("button", name="公布记录").click()
    expect(leader.locator("main")).to_contain_text("第 1 版")


def paint(volunteer):
    volunteer.goto("/b/114/meetings/tasks/")
    volunteer.locator("li", has_text=PAINT).get_by_role("link", name="办得怎么样了").click()
    volunteer.get_by_role("radio", name="办好了", exact=True).check()
    volunteer.fill("[name=said]", "用了六桶漆")
    volunteer.get_by_role("button", name="就这样记").click()


def test_every_resolution_of_the_first_discussion_has_a_place_to_go(visit):
    leader, resident = visit("leader"), visit("resident")
    call(leader, TITLE, timezone.now() + dt.timedelta(minutes=40), TOPICS)
    come(resident)
    sit_together(leader)
    write_it_down(leader, resident)
    paint(visit("volunteer"))
    call(leader, NEXT, timezone.now() + dt.timedelta(days=20), ("还差什么",))
    before = leader.locator("section", has=leader.get_by_role("heading", name="上次说定的事"))
    for text, became in ((PAINT, "用了六桶漆"), (CLEAN, "在办"), (DRAW, "草稿")):
        expect(before.locator("li", has_text=text)).to_contain_text(became)
