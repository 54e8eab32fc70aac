"""Text formatting by two buttons, with a preview."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect


def looks(page):
    return page.locator("[data-shown]")


def choose(page, words):
    page.locator("[name=body]").evaluate(
        "(field, words) => { const at = field.value.indexOf(words); field.focus(); field.setSelectionRange(at, at + words.length); }",
        words,
    )


@pytest.mark.parametrize("size", ["smallest", "desktop"])
def test_two_buttons_and_how_it_will_look(visit, size):
    page = visit("leader", size=size)
    page.goto("/b/114/notices/new/")
    field = page.locator("[name=body]")
    expect(looks(page)).to_be_hidden()
    field.fill("时间：本周六\n带身份证\n看https://example.org/a，谢谢")
    choose(page, "时间：")
    page.get_by_role("button", name="加粗").click()
    expect(looks(page).locator("strong")).to_have_text("时间：")
    choose(page, "带身份证")
    page.get_by_role("button", name="列点").click()
    expect(looks(page).locator("li")).to_have_text("带身份证")
    assert field.input_value() == "**时间：**本周六\n- 带身份证\n\n看https://example.org/a，谢谢"
    expect(looks(page).get_by_role("link")).to_have_text("https://example.org/a")
    for button in ("加粗", "列点"):
        box = page.get_by_role("button", name=button).bounding_box()
        assert min(box["width"], box["height"]) >= 44
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.reload()  # restores the draft and its preview
    expect(looks(page).locator("strong")).to_have_text("时间：")
    page.get_by_role("button", name="贴上公示栏").click()


def test_by_keyboard_marks_come_and_go(visit):
    page = visit("leader")
    page.goto("/b/114/notices/new/")
    field = page.locator("[name=body]")
    field.focus()
    page.keyboard.press("Control+b")
    assert field.input_value() == "**要紧的话**"
    page.keyboard.type("停水")  # replaces the selection
    assert field.input_value() == "**停水**"
    choose(page, "停水")
    page.get_by_role("button", name="加粗").press("Enter")
    assert field.input_value() == "停水"
    page.keyboard.press("End")
    page.get_by_role("button", name="列点").press("Enter")
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    page.keyboard.type("接水")
    assert field.input_value() == "- 停水\n- 接水"
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.keyboard.type("谢谢")
    assert field.input_value() == "- 停水\n- 接水\n\n谢谢"
    field.evaluate("field => field.select()")
    page.get_by_role("button", name="列点").press("Enter")
    page.get_by_role("button", name="列点").press("Enter")
    assert field.input_value() == "停水\n接水\n\n谢谢"
    page.keyboard.press("Control+z")
    assert field.input_value() == "- 停水\n- 接水\n\n- 谢谢"


def test_without_javascript_there_is_the_field_alone(visit):
    page = visit("leader", java_script_enabled=False)
    page.goto("/b/114/notices/new/")
    expect(page.get_by_role("button", name="加粗")).to_be_hidden()
    page.fill("[name=title]", "停水")
    page.fill("[name=body]", "**时间：**本周六")
    page.get_by_role("button", name="先看看样子").click()
    expect(page.locator("strong", has_text="时间：")).to_be_visible()


def test_the_preview_stays_if_a_new_one_cannot_be_loaded(visit, troubles):
    page = visit("leader")
    page.goto("/b/114/notices/new/")
    page.fill("[name=body]", "第一句")
    expect(looks(page)).to_have_text("第一句")
    page.route("**/shown/", lambda route: route.abort())
    with page.expect_event("requestfailed"):
        page.fill("[name=body]", "第二句")
    expect(looks(page)).to_have_text("第一句")
    page.unroute("**/shown/")
    page.locator("[name=body]").press("End")
    page.keyboard.type("。")
    expect(looks(page)).to_have_text("第二句。")
    troubles[:] = [text for text in troubles if "ERR_FAILED" not in text]


def test_the_desk_has_them_too(visit):
    page = visit("staff", size="desktop")
    page.goto("/admin/notices/circular/write/")
    page.fill("[name=body]", "停水")
    choose(page, "停水")
    page.get_by_role("button", name="加粗").click()
    expect(looks(page).locator("strong")).to_have_text("停水")
