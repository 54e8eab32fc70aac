"""Sign-in, keyboard use, and sizes of targets."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from governance.demo.story import PASSWORD
from tests.browser.steps import press_tab_until

SMALL_TARGETS = """() => [...document.querySelectorAll(
    "main :is(a, button, input, select, textarea, summary), .tabs a, .head :is(a, button)")]
  .filter(e => e.checkVisibility() && e.type !== "hidden")
  .map(e => (e.matches("[type=radio], [type=checkbox]") && e.closest("label")) || e)
  .filter(e => !e.closest(".prose, .timeline") && e.getBoundingClientRect().height < 43.9)
  .map(e => `${e.outerHTML.slice(0, 120)} ${e.getBoundingClientRect().height}`)"""


@pytest.fixture
def demo(settings):
    settings.DEMO = True


def test_signing_in_with_the_demo_buttons(demo, visit):
    page = visit()
    page.goto("/account/login/")
    page.get_by_role("button", name="王阿姨").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("王阿姨")


def test_signing_in_and_answering_by_keyboard_alone(visit):
    page = visit()
    page.goto("/account/login/")
    press_tab_until(page, "login")
    page.keyboard.type("resident")
    press_tab_until(page, "password")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("王阿姨")

    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    expect(page.locator(".skip")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()

    for name, where in (("进客厅", "**/lounge/"), ("四楼转角又堆了纸箱", "**/lounge/*/")):
        press_tab_until(page, name)
        page.keyboard.press("Enter")
        page.wait_for_url(where)
    press_tab_until(page, "text")
    page.keyboard.type("我来搬。")
    press_tab_until(page, "回应")
    page.keyboard.press("Enter")
    expect(page.locator("article", has_text="我来搬。")).to_be_visible()


def test_a_pressed_button_keeps_its_shape(visit):
    page = visit("resident")
    page.goto("/b/114/lounge/new/?kind=need")
    shape = "e => getComputedStyle(e).borderRadius"
    button = page.locator("main form button").last
    before = button.evaluate(shape)
    button.focus()
    assert button.evaluate(shape) == before
    button.evaluate("e => e.addEventListener('click', (event) => event.preventDefault())")
    button.click()
    assert button.evaluate(shape) == before


@pytest.mark.parametrize("text", ["normal", "large"])
def test_targets_are_as_large_as_a_thumb(visit, house, text):
    page = visit("leader")
    page.context.add_cookies([{"name": "text", "value": text, "url": house}])
    small = []
    page.goto("/me/data/")
    small += page.evaluate(SMALL_TARGETS)
    for place in (
        "",
        "charter/",
        "me/",
        "notices/",
        "lounge/",
        "meetings/",
        "search/?q=梯",
        "canvass/",
        "canvass/waiting/",
        "people/",
        "people/households/",
        "people/offices/",
        "handover/",
    ):
        page.goto(f"/b/114/{place}")
        small += page.evaluate(SMALL_TARGETS)
        if place in {"notices/", "lounge/", "meetings/", "canvass/"}:
            page.goto(page.locator(".rows a").first.get_attribute("href"))
            small += page.evaluate(SMALL_TARGETS)
    assert small == []
