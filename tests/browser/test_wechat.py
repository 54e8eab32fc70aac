"""Signing in inside WeChat, in a browser that obeys the Content-Security-Policy."""

from __future__ import annotations

from django.core.cache import caches
from playwright.sync_api import expect

from tests.browser.checks import too_wide, violations
from tests.conftest import session_of as session_of_user
from tests.factories import MembershipFactory, NoticeFactory

USER_AGENT = (
    "Mozilla/5.0 (Linux; Android 14; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0"
    " Chrome/116.0.0.0 Mobile Safari/537.36 MMWEBSDK/20240501 MicroMessenger/8.0.50.2701"
)


def looked_at(page, where):
    return violations(page, where) + too_wide(page, where)


def test_one_tap_signs_in_who_has_bound_wechat(empty_house, browsers, wechat):
    user = MembershipFactory().user
    page = browsers(empty_house, user_agent=USER_AGENT)
    page.goto("/account/login/?next=/account/keys/")
    troubles = looked_at(page, "sign-in")
    page.get_by_role("button", name="用微信登录").click()
    page.get_by_text("这个微信还没有绑定账号").wait_for()
    troubles += looked_at(page, "unknown")
    page.get_by_label("名字或手机号").fill(user.username)
    page.get_by_label("密码", exact=True).fill("secret-enough")
    page.get_by_role("button", name="登录", exact=True).click()
    bind = page.get_by_role("button", name="绑定这个微信")
    bind.wait_for()
    troubles += looked_at(page, "bind")
    bind.click()
    page.get_by_role("button", name="解绑微信").wait_for()
    troubles += looked_at(page, "ways to sign in")
    page.goto("/account/wechat/")
    troubles += looked_at(page, "bound")

    page = browsers(empty_house, user_agent=USER_AGENT)
    page.goto("/account/login/?next=/account/keys/")
    page.get_by_role("button", name="用微信登录").click()
    page.get_by_role("heading", name="登录方式").wait_for()
    assert troubles == []


SCRIPT = """
window.asked = [];
const told = (what) => (it) => {
  window.asked.push([what, it]);
  document.title = String(window.asked.length);
};
window.wx = {
  config: told("config"),
  ready: (then) => then(),
  updateAppMessageShareData: told("friends"),
  updateTimelineShareData: told("moments"),
};
"""
"""Stands for WeChat's script, and keeps what it is told."""


def test_wechat_is_told_the_card_of_what_is_passed_on(empty_house, browsers, wechat):
    caches["default"].clear()
    member = MembershipFactory()
    notice = NoticeFactory(building=member.household.building, title="周日停水")
    page = browsers(empty_house, user_agent=USER_AGENT)
    page.route(
        "https://res.wx.qq.com/**",
        lambda route: route.fulfill(body=SCRIPT, content_type="text/javascript"),
    )
    session = {"name": "session", "value": session_of_user(member.user).session_key}
    page.context.add_cookies([{**session, "url": empty_house}])
    slug = member.household.building.slug
    page.goto(f"/b/{slug}/inbox/share/notices.notice/{notice.pk}/")
    expect(page).to_have_title("3")
    (_, config), (_, card), (_, same) = page.evaluate("window.asked")
    assert config["appId"] == wechat.account.app_id
    assert (card, "周日停水" in card["title"]) == (same, True)
    assert card["link"].startswith(f"{empty_house}/o/{slug}/")
