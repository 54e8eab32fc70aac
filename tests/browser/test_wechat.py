"""Signing in inside WeChat, in a browser that obeys the Content-Security-Policy."""

from __future__ import annotations

from tests.browser.checks import too_wide, violations
from tests.factories import MembershipFactory

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
