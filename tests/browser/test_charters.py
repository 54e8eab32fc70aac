"""The life of building 114's charter.

It is gathered, drafted, discussed, not signed, drafted again, signed by 21 of 21 households on the
web and on paper, and amended a year later.
"""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from playwright.sync_api import expect

from governance.canvass.models import Canvass
from governance.charters.models import (
    Article,
    Charter,
    Comment,
    Draft,
    Edition,
    Lineage,
    ShownFlat,
    SignOff,
    Suggestion,
    Support,
    Wording,
)
from residents.models import User
from tests.factories.canvass import move_past_deadline, record_paper_answer_for
from tests.factories.charters import count_and_publish, end_discussion

PLACE = "/b/114/charter"


def begin_anew():
    """Delete the demo's charter."""
    Draft.objects.update(answers_to=None)
    for model in (
        ShownFlat,
        Support,
        Comment,
        Suggestion,
        Lineage,
        SignOff,
        Wording,
        Article,
        Draft,
        Edition,
        Charter,
    ):
        model.objects.all().delete()


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def follow(page, name):
    page.get_by_role("link", name=name, exact=True).first.click()


def sign_everywhere(objecting=0):
    """Let all households that have not answered sign at a meeting, then count and publish."""
    leader, core, volunteer = (
        User.objects.get(username=n) for n in ("leader", "core", "volunteer")
    )
    canvass = Canvass.objects.get(pk=SignOff.objects.get(outcome="").canvass_id)
    left = canvass.voices.filter(current=None).order_by("-number")
    for number, voice in enumerate(left):
        choice = "object" if number < objecting else "agree"
        record_paper_answer_for(
            canvass,
            voice,
            choice,
            by=core,
            checked_by=volunteer,
            channel="meeting",
            reason="狗老了抱不动" if choice == "object" else "",
        )
    count_and_publish(move_past_deadline(canvass), by=leader, other=core)


def put_out_and_ask(leader):
    """Publish the draft, and ask for signatures after the seven days."""
    follow(leader, "给大家看，征求意见")
    press(leader, "拿出来")
    expect(leader.get_by_text("拿出来了")).to_be_visible()
    end_discussion(Edition.objects.latest("pk"))


def send_to_be_signed(leader):
    follow(leader, "定稿，请每一家签")
    press(leader, "发出去，开始签")
    expect(leader.get_by_role("link", name="去签，看签到哪里了")).to_be_visible()


def gather(leader, resident, volunteer):
    leader.goto(f"{PLACE}/")
    follow(leader, "开始订公约")
    press(leader, "开始征集")

    resident.goto("/b/114/inbox/")
    resident.get_by_role("link", name="说一说：连心楼楼组公约").click()
    follow(resident, "说说要有什么")
    for words in ("爱护公共物资", "养宠物"):
        resident.locator("label.choice", has_text=words).click()
    resident.fill("[name=heading]", "轻声")
    resident.fill("#id_text", "晚上十点以后轻声。")
    press(resident, "就这些")
    expect(resident.get_by_text("您家也要").first).to_be_visible()

    volunteer.goto(f"{PLACE}/next/")
    volunteer.get_by_text("还没说过的，上门问一问").click()
    follow(volunteer, "替 101室 登记")
    volunteer.locator("label.choice", has_text="不在楼道堆物").click()
    press(volunteer, "就这些")
    expect(volunteer.get_by_text("记下了。")).to_be_visible()
    assert Suggestion.objects.get(brought=True).household.flat.room == "101"


def draft(leader):
    """Write the first draft, with one wish as an article."""
    leader.goto(f"{PLACE}/next/")
    expect(leader.get_by_text("2 / 21 户")).to_be_visible()
    follow(leader, "开始起草")
    press(leader, "写第一稿")
    follow(leader, "从大家提的里面挑")
    leader.get_by_role("link", name="轻声：晚上十点以后轻声。").click()
    follow(leader, "写成新的一条")
    press(leader, "加上")
    expect(leader.get_by_role("heading", name="第四条")).to_be_visible()
    put_out_and_ask(leader)


def talk_over(resident, volunteer):
    """Support and suggest on a phone."""
    resident.goto(f"{PLACE}/next/")
    resident.get_by_role("link", name="对第四条说一说").click()
    press(resident, "我家支持")
    expect(resident.get_by_text("1 户支持")).to_be_visible()
    follow(resident, "提别的写法")
    resident.fill("#id_text", "晚上十点到早上七点轻声。")
    press(resident, "提上去")
    expect(resident.get_by_text("提上去了。")).to_be_visible()
    volunteer.goto(resident.url)
    volunteer.get_by_label("替哪一家登记").select_option(label="101室")
    volunteer.get_by_label("说说您的意见").fill("睡得早，谢谢大家。")
    press(volunteer, "说给邻居听")
    expect(volunteer.get_by_text("101室（志愿者 周强代登记）")).to_be_visible()


def draft_again(leader):
    """Accept the suggestion in a second draft."""
    leader.goto(f"{PLACE}/next/")
    press(leader, "写下一稿")
    follow(leader, "一条一条答复")
    leader.get_by_role("link", name="轻声：晚上十点到早上七点轻声。").click()
    follow(leader, "写进条文")
    press(leader, "采纳，存好")
    expect(leader.get_by_text("采纳了，记下是哪一家提的。")).to_be_visible()
    leader.goto(f"{PLACE}/compare/")
    expect(leader.locator("ins").first).to_contain_text("到早上七点")
    leader.goto(f"{PLACE}/next/")
    put_out_and_ask(leader)
    leader.reload()
    send_to_be_signed(leader)


def sign_on_the_phone(resident):
    resident.goto("/b/114/inbox/")
    resident.get_by_role("link", name="去表态：同意连心楼楼组公约").click()
    follow(resident, "请您家表态")
    resident.get_by_role("button", name="同意").first.click()
    press(resident, "就这样答")
    expect(resident.locator(".statement")).to_contain_text("同意")
    sign_everywhere(objecting=8)


def write_anew(leader):
    """Rewrite the failed draft by its objections, and let all sign."""
    leader.goto(f"{PLACE}/next/")
    expect(leader.get_by_role("heading", name="上次没签成，有这些异议")).to_be_visible()
    expect(leader.get_by_text("狗老了抱不动").first).to_be_visible()
    leader.get_by_role("link", name="改第三条").click()
    leader.fill("[name=text]", "遛狗牵绳；抱不动的收短绳。")
    press(leader, "存好")
    put_out_and_ask(leader)
    leader.reload()
    send_to_be_signed(leader)


def sign_on_paper(core, volunteer):
    asked = SignOff.objects.get(outcome="").canvass_id
    core.goto(f"/b/114/canvass/{asked}/doors/1/answer/")
    core.get_by_label("同意", exact=True).check()
    core.locator("[name=channel]").select_option("phone")
    core.locator("[name=signer]").fill("张桂芳")
    press(core, "登记")
    expect(core.get_by_text("登记好了，等另一位核对。")).to_be_visible()
    volunteer.goto(f"/b/114/canvass/{asked}/doors/1/")
    press(volunteer, "对过了，是这样")
    expect(volunteer.get_by_text("现在算这份")).to_be_visible()
    sign_everywhere()


def read_what_is_in_force(leader, resident):
    for page in (resident, leader):
        page.goto(f"{PLACE}/")
        expect(page.get_by_text("21 / 21 户同意")).to_be_visible()
    expect(resident.locator(".articles > li")).to_have_count(4)
    press(resident, "写上我家的室号")
    expect(resident.get_by_text("墙上会写您家的室号")).to_be_visible()
    follow(resident, "打印上墙版")
    expect(resident.get_by_text("302室")).to_be_visible()
    expect(resident.locator(".qr")).to_be_visible()


def amend(leader):
    """Amend the charter a year later."""
    Edition.objects.update(
        in_force_at=timezone.now() - dt.timedelta(days=365), review_on=timezone.localdate()
    )
    leader.goto("/b/114/")
    follow(leader, "楼组公约")
    expect(leader.get_by_text("到了每年再看一次的日子。")).to_be_visible()
    follow(leader, "商量新的一版")
    press(leader, "开始征集")
    follow(leader, "开始起草")
    press(leader, "写第一稿")
    follow(leader, "加一条")
    leader.fill("[name=text]", "不在楼里抽烟。")
    press(leader, "加上")
    put_out_and_ask(leader)
    leader.reload()
    send_to_be_signed(leader)
    sign_everywhere()


def read_the_history(resident):
    resident.goto(f"{PLACE}/")
    expect(resident.locator(".articles > li")).to_have_count(5)
    follow(resident, "历次版本")
    for edition in ("第一版", "第二版"):
        expect(resident.get_by_role("link", name=edition, exact=True)).to_be_visible()


def test_a_charter_is_made_signed_by_all_and_amended(visit):
    begin_anew()
    leader, core = visit("leader", size="desktop"), visit("core", size="desktop")
    resident, volunteer = visit("resident"), visit("volunteer")
    gather(leader, resident, volunteer)
    draft(leader)
    talk_over(resident, volunteer)
    draft_again(leader)
    sign_on_the_phone(resident)
    write_anew(leader)
    sign_on_paper(core, volunteer)
    read_what_is_in_force(leader, resident)
    amend(leader)
    read_the_history(resident)
