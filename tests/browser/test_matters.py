"""The lift of the demo on a phone: where it is, what was promised, shares and money, and on paper."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from governance.demo.lift_steps import TITLE
from governance.ledger.models import Account
from tests.browser.checks import odd_fields, too_wide, violations


def section(page, name):
    return page.get_by_role("region", name=name)


def open_lift(page):
    page.goto("/b/114/")
    page.get_by_role("link", name="议事", exact=True).last.click()
    page.get_by_role("link", name=TITLE).click()
    expect(page.get_by_role("heading", name=TITLE, level=1)).to_be_visible()


@pytest.mark.parametrize("persona", ["resident", "elder"])
def test_a_neighbour_understands_the_lift_in_a_minute(visit, persona):
    page = visit(persona)
    page.set_viewport_size({"width": 390, "height": 844})
    open_lift(page)
    expect(section(page, "现在到什么阶段")).to_contain_text("每年一次的检验")
    expect(section(page, "有人不同意过吗")).to_contain_text(
        re.compile(r"4\s*条提过\s*4\s*条谈成\s*0")
    )
    expect(section(page, "答应过的4件，做到4件")).to_contain_text("主机放在楼顶，垫上隔音垫")
    expect(section(page, "哪一天做到哪一步")).to_contain_text("原定2020年11月2日，晚了6个月")
    shares = section(page, "花多少钱，怎么分")
    expect(shares).to_contain_text("390,000.00元")
    expect(shares).to_contain_text("20户全部付清了")
    own = "您家（302室）：16,182.57元，付清了" if persona == "resident" else "不出钱"
    expect(shares).to_contain_text(own)
    expect(section(page, "收了多少，付了多少")).to_contain_text("649,999.89元")
    where = f"the lift of {persona}"
    assert violations(page, where) + too_wide(page, where) + odd_fields(page, where) == []


def test_words_of_stages_grow_with_the_text(visit):
    page = visit("resident")
    page.set_viewport_size({"width": 320, "height": 844})
    open_lift(page)
    sizes = [
        page.evaluate(
            """size => {
                document.documentElement.dataset.text = size;
                const line = document.querySelector(".stage-line");
                return [line, document.querySelector(".meta")].map(
                    found => parseFloat(getComputedStyle(found).fontSize));
            }""",
            size,
        )
        for size in ("normal", "large", "largest")
    ]
    assert sizes[1][0] > sizes[0][0] * 1.3
    assert sizes[2][0] > sizes[1][0] * 1.2
    assert [line >= meta * 0.99 for line, meta in sizes] == [True] * 3
    assert too_wide(page, "stages in the largest type") == []


def test_the_largest_amount_fits_the_smallest_screen_in_the_largest_type(visit):
    page = visit("leader")
    page.set_viewport_size({"width": 320, "height": 640})
    account = Account.objects.get(building__slug="114", name="加装电梯的账").get_absolute_url()
    for path in ("/b/114/ledger/", account, f"{account}months/"):
        page.goto(path)
        page.evaluate(
            """() => {
                document.documentElement.dataset.text = "largest";
                for (const amount of document.querySelectorAll("main .whole, main .fen")) {
                    amount.textContent = "999,999,999.99元";
                }
            }"""
        )
        assert too_wide(page, path) == []


def test_the_file_is_read_on_a_phone(visit):
    page = visit("resident")
    page.set_viewport_size({"width": 390, "height": 844})
    open_lift(page)
    page.get_by_role("link", name="打印存档的清单").click()
    page.wait_for_load_state()  # with its styles
    widths = page.locator(".matter-file td").evaluate_all(
        "cells => cells.map(cell => cell.getBoundingClientRect().width)"
    )
    assert min(widths) > 250
    assert too_wide(page, "the file of the lift") == []


def test_what_is_folded_is_open_on_paper_and_folded_again(visit):
    page = visit("resident")
    open_lift(page)
    done = page.locator("details[data-open-on-paper]")
    for event, state in (("beforeprint", True), ("afterprint", False)):
        assert done.evaluate("details => details.open") is not state
        page.evaluate("name => window.dispatchEvent(new Event(name))", event)
        assert done.evaluate("details => details.open") is state


def test_it_is_printed_for_the_wall_on_one_page(visit):
    page = visit("leader")
    open_lift(page)
    page.get_by_role("link", name="打印一张贴墙上").click()
    for size in ("改成A3纸", "改成A4纸"):
        assert len(re.findall(rb"/Type\s*/Page[^s]", page.pdf(prefer_css_page_size=True))) == 1
        page.get_by_role("link", name=size).click()


def test_the_house_next_door_began_its_own_by_the_story(visit):
    page = visit("neighbour")
    page.goto("/b/115/matters/")
    page.get_by_role("link", name="加装电梯").first.click()
    expect(page.locator("main")).to_contain_text("114号")
    expect(section(page, "哪一天做到哪一步")).to_contain_text("问过各家想不想装")
