"""Slips printed by the leader and used at home, help for a neighbour, and keys."""

from __future__ import annotations

import io
import re

import pytest
from django.core.cache import cache
from PIL import Image
from playwright.sync_api import expect

from residents.joining.links import slip_path
from residents.models import Building
from tests.browser.checks import too_wide, violations
from tests.browser.steps import sign_out
from tests.qr_codes import qr_codes_in

PASSWORD, PIN = "tram-23-dog", "802461"
NEXT, IN = "下一步", "好了，进去看看"


@pytest.fixture(autouse=True)
def _no_rates():
    cache.clear()


@pytest.fixture
def slips(visit):
    """``slips("102室")`` prints a slip for the household as the leader and returns its code."""

    def print_one(room):
        leader = visit("leader")
        leader.goto("/b/114/people/slips/new/")
        leader.eval_on_selector_all(
            "[name=households]", "all => all.map(one => one.checked = false)"
        )
        leader.get_by_role("checkbox", name=room).check()
        leader.get_by_role("button", name="做成可以打印的一页").click()
        return leader.locator(".slip .spaced").inner_text().replace(" ", "")

    return print_one


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def say_who(page, name):
    press(page, "是，我住在这里")
    page.fill("[name=shown_name]", name)
    page.check("[name=old_enough]")
    press(page, NEXT)


def choose_password(page):
    page.get_by_role("link", name="密码").click()
    page.fill("[name=password]", PASSWORD)
    page.fill("[name=again]", PASSWORD)
    press(page, IN)


def choose_pin(page, pin=PIN):
    page.fill("[name=pin]", pin)
    page.fill("[name=again]", pin)
    press(page, IN)


def enter_pin(page, pin):
    page.fill("[name=pin]", pin)
    press(page, "用6位数字登录")


def sign_out_from_own_page(page):
    page.goto("/b/114/me/")
    page.get_by_role("link", name="退出登录").click()
    sign_out(page)


def print_those_without_anybody(leader) -> str:
    """Print slips from the leader's home page. Return the code of the first one."""
    leader.goto("/b/114/")
    leader.get_by_role("link", name="入户条").click()
    leader.get_by_role("link", name="印入户条，看各户").click()
    expect(leader.get_by_role("checkbox", name="102室")).to_be_checked()
    expect(leader.get_by_role("checkbox", name="302室")).not_to_be_checked()
    press(leader, "做成可以打印的一页")
    expect(leader.locator(".slip").first).to_contain_text("102室")
    return leader.locator(".slip .spaced").first.inner_text().replace(" ", "")


def test_the_leader_prints_and_a_resident_joins_from_the_qr_link_on_a_phone(visit, house):
    leader, phone = visit("leader", size="desktop"), visit(is_mobile=True, has_touch=True)
    code = print_those_without_anybody(leader)
    count = leader.locator(".slip").count()
    printed = leader.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == -(-count // 6)
    link = f"{house}{slip_path(Building.objects.get(slug='114'))}#{code}"
    drawn = leader.locator(".slip .qr").first.screenshot()
    assert qr_codes_in(Image.open(io.BytesIO(drawn))) == [link]

    phone.goto(link)
    phone.wait_for_url("**/join/114/household/")
    expect(phone.get_by_role("heading", level=1)).to_contain_text("102室")
    say_who(phone, "徐师傅")
    phone.fill("[name=phone]", "138 0013 8000")
    press(phone, NEXT)
    choose_password(phone)
    expect(phone.get_by_role("heading", level=1)).to_contain_text("徐师傅，欢迎来到连心楼")
    phone.get_by_role("link", name="去看公示栏").click()
    expect(phone.get_by_role("heading", name="公示栏")).to_be_visible()


def test_the_leader_undoes_a_joining_and_the_open_session_ends(visit):
    leader, phone = visit("leader"), visit()
    code = print_those_without_anybody(leader)
    phone.goto(f"/join/114/#{code}")
    say_who(phone, "徐师傅")
    press(phone, NEXT)
    choose_password(phone)
    expect(phone.get_by_role("heading", level=1)).to_contain_text("徐师傅，欢迎")
    leader.goto("/b/114/people/slips/")
    expect(leader.get_by_text("徐师傅加入了")).to_be_visible()
    assert code not in leader.content()
    leader.get_by_role("link", name="撤销徐师傅的加入").click()
    press(leader, "撤销这次加入")
    expect(leader.get_by_text("徐师傅加入过，已撤销")).to_be_visible()
    phone.goto("/b/114/lounge/")
    expect(phone.get_by_role("heading", level=1)).to_have_text("登录")


def test_typed_without_javascript_by_whoever_has_only_the_paper(visit, slips):
    code = slips("604室")
    page = visit(java_script_enabled=False)
    page.goto("/account/login/")
    page.get_by_role("link", name="我有入户条").click()
    page.fill("[name=building]", "114号")
    page.fill("[name=code]", f"{code[:4]}-{code[4:]}".lower())
    press(page, NEXT)
    say_who(page, "唐老师")
    press(page, NEXT)
    page.get_by_role("link", name="密码").click()
    page.fill("[name=password]", PASSWORD)
    page.fill("[name=again]", "something-else")
    press(page, IN)
    expect(page.get_by_role("link", name="两次输的不一样")).to_be_visible()
    expect(page.locator("[name=username]")).to_have_value("唐老师")
    page.fill("[name=password]", PASSWORD)
    page.fill("[name=again]", PASSWORD)
    press(page, IN)
    expect(page.get_by_role("heading", level=1)).to_contain_text("唐老师")


def test_a_helper_joins_an_elder_who_then_needs_six_digits(visit, slips, house):
    helper = visit("volunteer")
    helper.goto("/b/114/")
    helper.get_by_role("link", name="帮邻居开户").click()
    helper.select_option("[name=household]", label="202室")
    helper.fill("[name=shown_name]", "吴阿婆")
    helper.check("[name=agrees]")
    press(helper, "开户")
    expect(helper.get_by_role("heading", level=1)).to_contain_text("下一步")

    own = visit()
    own.context.add_cookies([{"name": "text", "value": "largest", "url": house}])
    own.goto(f"/join/114/#{slips('202室')}")
    press(own, "吴阿婆，这是我")
    choose_pin(own)
    expect(own.get_by_role("heading", level=1)).to_contain_text("吴阿婆，欢迎")
    sign_out_from_own_page(own)
    own.goto("/account/login/")
    expect(own.get_by_role("heading", name="吴阿婆，请输入6位数字")).to_be_visible()
    enter_pin(own, "135790")
    expect(own.get_by_text("不对，请再看看。").first).to_be_visible()
    enter_pin(own, PIN)
    expect(own.get_by_role("heading", level=1)).to_contain_text("吴阿婆")
    expect(visit().locator("[name=pin]")).to_have_count(0)  # not on another device

    sign_out_from_own_page(own)
    own.goto("/account/login/")
    for _time in range(5):
        enter_pin(own, "135790")
    expect(own.get_by_text("请找楼组长要一张新的条")).to_be_visible()
    expect(own.locator("[name=pin]")).to_have_count(0)


def test_a_family_member_joins_from_the_screen(visit):
    resident = visit("resident")
    resident.goto("/b/114/me/")
    resident.get_by_role("link", name="302室").click()
    press(resident, "做一张家人的条")
    code = resident.locator(".slip .spaced").inner_text().replace(" ", "")
    son = visit()
    son.goto(f"/join/114/#{code}")
    say_who(son, "小王")
    press(son, NEXT)
    choose_password(son)
    expect(son.get_by_role("heading", level=1)).to_contain_text("小王")
    resident.reload()  # resends the form, which makes no second slip and shows no code
    expect(resident.get_by_role("heading", level=1)).to_have_text("302室")
    expect(resident.get_by_text("小王", exact=True)).to_be_visible()


def test_a_passkey_instead_of_a_password(visit, slips):
    """Create, use, reuse and remove a passkey with Chromium's virtual authenticator."""
    page = visit()
    tools = page.context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    authenticator = tools.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )["authenticatorId"]
    page.goto(f"/join/114/#{slips('504室')}")
    say_who(page, "高翔")
    press(page, NEXT)
    page.get_by_role("link", name="指纹、面容或屏幕锁").click()
    press(page, "开户，去按指纹或看屏幕")
    press(page, "添在这台设备上")
    expect(page.get_by_role("heading", level=1)).to_contain_text("高翔，欢迎")
    kept = tools.send("WebAuthn.getCredentials", {"authenticatorId": authenticator})
    assert [one["isResidentCredential"] for one in kept["credentials"]] == [True]

    sign_out_from_own_page(page)
    page.goto("/account/login/?next=/b/114/lounge/")
    press(page, "用指纹、面容或屏幕锁")
    expect(page.get_by_role("heading", level=1)).to_contain_text("客厅")

    page.goto("/account/keys/")
    page.get_by_role("link", name="定一个密码").click()
    page.fill("[name=password1]", PASSWORD)
    page.fill("[name=password2]", PASSWORD)
    press(page, "定好了")
    expect(page.get_by_role("link", name="改密码")).to_be_visible()
    page.get_by_role("link", name="停用通行密钥1").click()
    press(page, "停用")
    expect(page.get_by_text("还没有。添一个")).to_be_visible()


def test_a_passkey_that_is_refused_is_told_on_the_page(visit):
    page = visit()
    tools = page.context.new_cdp_session(page)
    tools.send("WebAuthn.enable")  # without any authenticator
    page.goto("/account/login/")
    page.evaluate(
        "() => { navigator.credentials.get = async () => { throw new DOMException('', 'NotAllowedError') } }"
    )
    press(page, "用指纹、面容或屏幕锁")
    expect(page.get_by_text("没有成功。")).to_be_visible()


def steps(page, code):
    """Go from the code to the welcome page, and yield at each step and for each sign-in method."""
    page.goto(f"/join/114/#{code}")
    page.wait_for_url("**/household/")
    yield
    for step in ("name", "phone", "key", "passkey", "pin", "password"):
        page.goto(f"/join/114/{step}/")
        if step == "name":
            press(page, NEXT)  # an empty form, which shows its errors
        yield
        if step == "name":
            page.fill("[name=shown_name]", "徐师傅")
            page.check("[name=old_enough]")
            press(page, NEXT)
            page.wait_for_url("**/phone/")
    page.fill("[name=password]", PASSWORD)
    page.fill("[name=again]", PASSWORD)
    press(page, IN)
    expect(page.get_by_role("heading", level=1)).to_contain_text("徐师傅")
    yield


@pytest.mark.parametrize("text", ["normal", "largest"])
def test_every_step_of_joining_is_for_everybody(visit, slips, house, text):
    page = visit(size="smallest", color_scheme="dark" if text == "largest" else "light")
    page.context.add_cookies([{"name": "text", "value": text, "url": house}])
    code, wrong = slips("604室"), []
    for _step in steps(page, code):
        where = f"{page.url} {text}"
        wrong += violations(page, where) + too_wide(page, where)
    assert wrong == []


def test_the_sheet_is_for_everybody(visit):
    leader = visit("leader", size="smallest")
    print_those_without_anybody(leader)
    assert violations(leader, "sheet") + too_wide(leader, "sheet") == []
