"""Search on a phone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect


@pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without"])
def test_from_the_lounge_to_the_very_answer(visit, script):
    page = visit("resident", java_script_enabled=script)
    page.goto("/b/114/lounge/")
    page.get_by_role("searchbox", name="在客厅里找").fill("幫您換上")
    page.keyboard.press("Enter")
    expect(page.locator("mark")).to_have_text("帮您换上")
    page.get_by_role("link", name="谁家有梯子").click()
    expect(page).to_have_url(re.compile(r"#p2$"))
    expect(page.locator("#p2")).to_contain_text("顺便帮您换上")


def test_what_is_not_found_here_is_looked_for_everywhere(visit):
    page = visit("resident")
    page.goto("/b/114/lounge/")
    page.get_by_role("searchbox").fill("大扫除")
    page.get_by_role("button", name="找").click()
    expect(page.get_by_role("heading", name="没有找到“大扫除”")).to_be_visible()
    page.get_by_role("link", name="到别处也找找").click()
    page.get_by_role("link", name="周六第一次大扫除").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("大扫除")
