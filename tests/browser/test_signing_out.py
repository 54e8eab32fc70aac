"""Signing out without signal."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from governance.doors.models import Knock
from tests.browser.doors import KEPT, LIST, NOISE, ask_all, doors_of, miss, wait_until

PAGES = "caches.keys().then((names) => names.some((name) => name.startsWith('pages ')))"

STORED = """() => new Promise((resolve) => {
  const asked = indexedDB.open("louzu-entries");
  asked.onsuccess = () => {
    const found = asked.result.transaction("entries").objectStore("entries").getAll();
    found.onsuccess = () => { asked.result.close(); resolve(found.result.length); };
  };
})"""
"""The number of entries on the phone, sent ones included."""
ASLEEP = "window.addEventListener('storage', (event) => event.stopImmediatePropagation(), true);"
"""A tab that does not hear of other tabs."""


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


@pytest.mark.parametrize("signal", [False, True], ids=["away", "online"])
def test_signing_out_in_one_tab_ends_all_others(visit, house, signal):
    door, other = doors_of(ask_all("装扶手吗？"), 2)
    phone = visit("core", service_workers="allow")
    phone.goto("/account/logout/")
    phone.evaluate(KEPT, "/account/logout/")
    seen, asleep = (phone.context.new_page() for _tab in range(2))
    asleep.add_init_script(ASLEEP)
    seen.goto(door.path)
    miss(seen)
    seen.goto(door.path)
    wait_until(phone, f"async () => (await ({STORED})()) > 0")
    asleep.goto(other.path)
    before = Knock.objects.count()
    phone.context.set_offline(not signal)
    phone.get_by_role("button", name="退出登录", exact=True).click()
    expect(seen.get_by_role("alert")).to_contain_text("退出登录了")
    for word in (door.label, "不在家", "电话"):
        expect(seen.get_by_text(word)).to_have_count(0)
    assert door.label not in seen.title()
    if asleep.get_by_role("button", name="不在家").count():
        miss(asleep)
    expect(asleep.get_by_role("alert")).to_contain_text("退出登录了")
    if not signal:
        expect(phone.get_by_role("alert")).to_contain_text("这台手机上存的都清空了")
        phone.goto(LIST)
        phone.context.set_offline(False)
        phone.goto("/b/114/")
    expect(phone.locator("body[data-person='']")).to_be_visible()
    assert phone.evaluate(STORED) == 0
    assert Knock.objects.count() == before
    for tab in (seen, asleep):
        tab.goto("/b/114/doors/")
        expect(tab).to_have_url(re.compile("/account/login/"))


def test_one_can_stay_signed_in_without_signal(visit):
    phone = visit("core", service_workers="allow")
    for path in ("/b/114/", "/account/logout/"):
        phone.goto(path)
        phone.evaluate(KEPT, path)
    phone.context.set_offline(True)
    phone.goto("/account/logout/")
    grey = phone.locator("a[aria-disabled]")
    expect(grey.first).to_be_attached()
    phone.get_by_role("link", name="不了，回去").click()
    expect(phone).to_have_url(re.compile("/b/114/$"))
    expect(phone.locator("[data-offline-line]")).to_be_visible()
