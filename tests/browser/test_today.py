"""The leader's page of the day on a phone, and its printed version."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from governance.today.queries.sheet import (
    MAX_LINE,
    MAX_NEWS,
    MAX_RESULT,
    MAX_RESULTS,
    MAX_WHAT,
    SENTENCES,
)


def test_the_leader_sees_which_doors_are_left_and_shares_them(visit):
    leader, volunteer = visit("leader"), visit("volunteer")
    leader.goto("/b/114/")
    leader.get_by_role("link", name="今天要办的").click()
    doors = leader.locator("section", has=leader.get_by_role("heading", name="还要敲的门"))
    doors.get_by_text("分享到微信群").first.click()
    expect(doors.locator("textarea").first).to_have_value(re.compile("家没有回音.*\nhttp"))
    doors.locator("li a").first.click()
    leader.get_by_role("link", name="分给大家去敲").click()
    leader.locator("[name=whole]").first.check()
    leader.get_by_label("志愿者").first.check()
    leader.get_by_role("button", name="就这样分").click()
    expect(leader.get_by_role("status")).to_contain_text("家的门。")

    volunteer.goto("/b/114/inbox/")
    volunteer.locator(".todo li", has_text="家的门").get_by_role("link").click()
    expect(volunteer.get_by_role("link", name="看全部")).to_be_visible()


FILL = """([entries, results, news]) => {
  const week = document.querySelector(".week");
  const days = [...week.querySelectorAll(".days td")];
  days.forEach((day) => day.replaceChildren());
  entries.forEach(([hour, text], n) => {
    const entry = document.createElement("p");
    entry.innerHTML = `<b class="hour">${hour}</b><span>${text}</span>`;
    days[n % 7].append(entry);
  });
  week.querySelectorAll("section").forEach((one) => one.remove());
  [results, news].forEach((lines) => {
    const section = document.createElement("section");
    const items = lines.map((line) => `<li>${line}</li>`).join("");
    section.innerHTML = `<h2>办好的</h2><ul>${items}</ul>`;
    week.querySelector("footer").before(section);
  });
}"""
"""Writes a sheet with as much as ``governance.today.queries.sheet`` lets through."""
SMALL_TEXT = """() => {
  const texts = document.createTreeWalker(document.querySelector(".week"), NodeFilter.SHOW_TEXT);
  const small = [];
  while (texts.nextNode()) {
    const size = parseFloat(getComputedStyle(texts.currentNode.parentElement).fontSize) * 72 / 96;
    const heard = texts.currentNode.parentElement.closest(".heard, svg");
    if (texts.currentNode.data.trim() && !heard && size < 15.99) small.push(texts.currentNode.data);
  }
  return small;
}"""


def leaves(page):
    """Count the pages on paper. The style sheet for print is loaded last."""
    page.wait_for_load_state()
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True)))


def test_a_week_is_read_without_glasses(visit):
    resident = visit("resident", size="desktop")
    resident.goto("/b/114/weeks/")
    resident.locator(".rows a").first.click()
    expect(resident.get_by_role("heading", name="连心楼这一周")).to_be_visible()
    expect(resident.locator(".days tr")).to_have_count(7)
    resident.emulate_media(media="print")
    assert resident.evaluate(SMALL_TEXT) == []
    assert leaves(resident) <= 2


@pytest.mark.parametrize("most", [most for most, _room_for in SENTENCES])
def test_a_full_week_fits_on_two_leaves(visit, most):
    room_for = dict(SENTENCES)[most]
    resident = visit("resident", size="desktop")
    resident.goto("/b/114/weeks/")
    resident.locator(".rows a").first.click()
    what = f"<b>{'满' * MAX_WHAT}，在3楼公共客厅。</b>{'话' * room_for}"
    entry = ("上午9点到上午11点", what)
    results, news = ["办" * MAX_RESULT] * MAX_RESULTS, ["新" * MAX_LINE] * MAX_NEWS
    resident.evaluate(FILL, [[entry] * most, results, news])
    assert leaves(resident) == 2
