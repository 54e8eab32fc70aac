"""A leader posts tomorrow's water cut, and everybody learns of it in the way that they chose."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from governance.inbox.models import Delivery
from louzu.lib.jobs import Queue
from residents.models import Household, User
from residents.signin.actions.wechat import bind_wechat
from tests.channels import OPENID
from tests.factories import MembershipFactory
from tests.push_service import script_that_subscribes_to

TITLE, TEXT = "停水2小时", "修水管，请先接一桶水。"
WHEN, HOURS = "明天上午9点", "上午9点到11点"
NAMES = ("李建国", "王阿姨", "王小明", "周强", "501", "302", "201")
"""Of the leader who wrote it, of those who get it, and their rooms."""


@pytest.fixture(autouse=True)
def channels(house, settings, mailbox, pushes, wechat_messages):
    """All of them lead to the server of this test."""
    settings.ROOT_URL = house


@pytest.fixture
def son(house) -> User:
    """Somebody at home with the resident, who has bound WeChat."""
    home = Household.objects.get(memberships__user__username="resident")
    user = MembershipFactory(household=home, user__username="son", user__shown_name="王小明").user
    bind_wechat(user, OPENID)
    return user


def give_address(page, address, mailbox):
    """Add an e-mail address with the code from the mail, as the page says."""
    page.goto("/me/ways/")
    page.get_by_role("link", name="填邮箱").click()
    page.get_by_label("邮箱").fill(address)
    page.get_by_role("button", name="我同意，发信核对").click()
    (code,) = re.findall(r"\b\d{6}\b", mailbox.mails.pop()["Subject"])
    page.get_by_label("信里的6位数字").fill(code)
    page.get_by_role("button", name="核对").click()
    expect(page.get_by_text("核对好了")).to_be_visible()


def switch_on_push(page, pushes):
    page.context.grant_permissions(["notifications"])
    page.add_init_script(script_that_subscribes_to(pushes))
    page.goto("/me/ways/push/")
    page.get_by_role("button", name="我同意，在这台设备上打开").click()
    expect(page.get_by_text("打开了。每天汇总一次")).to_be_visible()


def tomorrow():
    return timezone.localdate() + dt.timedelta(days=1)


def short_form():
    """The day is told by its date, because a message may be read later."""
    weekday = "一二三四五六日"[tomorrow().weekday()]
    return f"急：{day_in_words()}（周{weekday}）上午9点：{TITLE}"


def day_in_words():
    return f"{tomorrow().month}月{tomorrow().day}日"


def post_water_cut(page):
    page.goto("/b/114/notices/new/")
    page.fill("[name=title]", TITLE)
    page.fill("[name=body]", TEXT)
    page.fill("[name=happens_from]", f"{tomorrow()}T09:00")
    page.fill("[name=happens_until]", f"{tomorrow()}T11:00")
    page.check("[name=urgent]")
    page.check("[name=asks]")
    page.get_by_role("button", name="贴上公示栏").click()
    expect(page.get_by_text("已经贴上公示栏了")).to_be_visible()
    return page.url


def acknowledge(page, at="/b/114/inbox/"):
    page.goto(at)
    duty = page.locator(".todo ol > li", has_text=TITLE)
    duty.get_by_role("button", name="我家知道了").click()
    expect(page.get_by_text("记下了：您家知道了。")).to_be_visible()


def names_nobody(text):
    assert [name for name in NAMES if name in text] == []


def check_mail(mail, house, notice):
    assert mail["To"] == "wang@example.org"
    assert mail["Subject"].strip() == short_form()
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["List-Unsubscribe"].strip().startswith(f"<{house}/u/")
    parts = {part.get_content_type(): part.get_content() for part in mail.iter_parts()}
    assert [*parts] == ["text/plain", "text/html"]
    for text in parts.values():
        assert short_form() in text
        assert notice in text
        names_nobody(text.replace(notice, ""))


def check_push(pushed, notice):
    assert (pushed.content["body"], pushed.content["url"]) == (short_form(), notice)
    assert pushed.urgency == "high"


def check_wechat(message, notice):
    assert (message["touser"], message["url"]) == (OPENID, notice)
    told = {name: field["value"] for name, field in message["data"].items()}
    assert told == {"thing1": TITLE, "time2": f"{tomorrow().year}年{day_in_words()} 09:00"}


def test_everybody_learns_of_it_in_the_way_they_chose(
    visit, house, son, mailbox, pushes, wechat_messages, worker
):
    resident = visit("resident", service_workers="allow")
    volunteer, leader = visit("volunteer"), visit("leader")
    give_address(resident, "wang@example.org", mailbox)
    switch_on_push(resident, pushes)
    give_address(volunteer, "zhou@example.org", mailbox)
    notice = post_water_cut(leader)
    acknowledge(volunteer)
    worker(Queue.ONCE, Queue.MANY)

    (mail,), (pushed,), (message,) = mailbox.mails, pushes.pushed, wechat_messages.sent
    check_mail(mail, house, notice)
    check_push(pushed, notice)
    check_wechat(message, notice)
    for_volunteer = Delivery.objects.get(user__username="volunteer")
    assert (for_volunteer.state, for_volunteer.reason) == ("not_needed", "answered")
    worker(Queue.ONCE, Queue.MANY)
    assert [len(mailbox.mails), len(pushes.pushed), len(wechat_messages.sent)] == [1, 1, 1]

    resident.goto(pushed.content["url"])
    expect(resident.get_by_role("heading", name=TITLE)).to_be_visible()


def test_who_is_at_home_sees_it_first_and_one_answer_is_for_all(visit, son):
    leader, resident, at_home = visit("leader"), visit("resident"), visit("son")
    post_water_cut(leader)
    for page in (resident, at_home):
        page.goto("/b/114/")
        first = page.locator(".todo ol > li").first
        expect(first).to_contain_text(TITLE)
        expect(first.locator("time")).to_have_text(WHEN)

    acknowledge(at_home, at="/b/114/")
    for page in (at_home, resident):
        page.goto("/b/114/")
        expect(page.locator("main")).not_to_contain_text("我家知道了")
    resident.goto("/b/114/inbox/")
    expect(resident.locator(".todo ol > li", has_text=TITLE)).to_have_count(0)
    resident.get_by_text(re.compile("家里人替办好的")).click()
    done = resident.locator(".todo details li", has_text=TITLE)
    expect(done).to_contain_text(re.compile("王小明，今天"))


def test_who_has_no_phone_reads_it_on_the_printed_sheet(visit):
    leader, elder = visit("leader"), visit("elder", size="desktop")
    post_water_cut(leader)
    elder.goto("/b/114/weeks/")
    elder.locator(".rows a").first.click()
    elder.emulate_media(media="print")
    expect(elder.locator(".days td", has_text=TITLE)).to_contain_text(HOURS)
    elder.wait_for_load_state()
    printed = elder.pdf(prefer_css_page_size=True)
    assert 1 <= len(re.findall(rb"/Type\s*/Page\b", printed)) <= 2


def test_the_leader_types_nothing_twice_for_the_chat_group(visit):
    leader, resident = visit("leader"), visit("resident")
    notice = post_water_cut(leader)
    leader.get_by_role("link", name="转发到群").click()
    leader.context.grant_permissions(["clipboard-read", "clipboard-write"])
    leader.get_by_role("button", name="复制").click()
    expect(leader.get_by_role("status").filter(has_text="复制好了")).to_be_visible()
    copied = leader.evaluate("navigator.clipboard.readText()")
    (link,) = re.findall(r"http\S+", copied)
    assert TITLE in copied
    assert "上午9点" in copied
    names_nobody(copied.replace(link, ""))
    resident.goto(link)
    assert resident.url == notice
