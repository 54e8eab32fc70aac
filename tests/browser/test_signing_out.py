"""Signing out without signal."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.doors import KEPT, LIST, NOISE, wait_until

PAGES = "caches.keys().then((names) => names.some((name) => name.startsWith('pages ')))"


@pytest.fixture(autouse=True)
def _noise(troubles):
    yield
    troubles[:] = [text for text in troubles if not any(noise in text for noise in NOISE)]


def test_signing_out_without_signal_empties_the_phone_and_ends_the_session_later(visit):
    phone = visit("core", service_workers="allow")
    phone.goto(LIST)
    assert any(phone.evaluate(KEPT, "/account/logout/") for _try in range(5))
    phone.context.set_offline(True)
    phone.goto("/account/logout/")
    phone.get_by_role("button", name="退出登录", exact=True).click()
    expect(phone.get_by_role("alert")).to_contain_text("这台手机上存的都清空了")
    assert not phone.evaluate(PAGES)
    phone.goto(LIST)
    expect(phone.get_by_role("heading", name="没有信号")).to_be_visible()
    phone.context.set_offline(False)
    phone.goto("/b/114/")
    expect(phone).to_have_url(re.compile(r":\d+/$"))
    wait_until(phone, "() => document.body.dataset.person === ''")
    phone.goto(LIST)
    expect(phone).to_have_url(re.compile("/account/login/"))
    assert phone.evaluate("localStorage.getItem('signing out')") is None
