"""Sharing the cost of a matter, tried out on a phone and read by a neighbour."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from governance.matters.models import Matter
from residents.models import Building
from tests.browser.checks import odd_fields, too_wide, violations

HOW = "一楼不出，二楼往上一层比一层多"


@pytest.fixture
def matter(house) -> Matter:
    building = Building.objects.get(slug="114")
    return Matter.objects.create(building=building, title="给114号装一部电梯")


def try_out(leader, matter):
    leader.goto(f"/b/114/matters/{matter.pk}/shares/")
    leader.get_by_role("link", name="算一算").click()
    leader.fill("[name=total]", "700000")
    leader.fill("[name=subsidy0-name]", "政府补贴")
    leader.fill("[name=subsidy0-percent]", "40")
    leader.fill("[name=subsidy0-cap]", "280000")
    leader.fill("[name=rule]", HOW)
    leader.fill("[name=floors]", "0 0.5 1 1.3 1.6 1.9")
    leader.get_by_role("button", name="照这样填到各户").click()
    expect(leader.locator("form.sheet")).to_contain_text("减去补贴，余下420,000.00元")
    expect(leader.get_by_role("group", name="101室")).to_contain_text("不出钱")
    expect(leader.get_by_role("group", name="302室")).to_contain_text("出17,721.51元")
    expect(leader.locator("[data-draft-when]:visible")).to_have_count(0)


@pytest.mark.parametrize("scripts", [True, False])
def test_a_leader_tries_out_and_proposes_and_a_neighbour_reads_the_own_share(
    visit, matter, scripts
):
    leader = visit("leader", java_script_enabled=scripts)
    try_out(leader, matter)
    assert not matter.share_tables.exists()
    if scripts:  # axe is one
        assert _problems(leader, "sheet") == []
    leader.get_by_role("button", name="存成草稿").click()
    leader.get_by_role("link", name="提出来，请各家同意").click()
    leader.get_by_role("button", name="提出来").click()
    expect(leader.locator("main")).to_contain_text("余下420,000.00元，由18户分摊")
    resident = visit("resident")
    resident.goto(f"/b/114/matters/{matter.pk}/shares/")
    expect(resident.locator("main")).to_contain_text("您家，302室")
    expect(resident.locator("main")).to_contain_text("17,721.51元")
    expect(resident.locator("main")).not_to_contain_text("303室")
    leader.goto(f"/b/114/matters/{matter.pk}/shares/")
    expect(leader.locator("main")).to_contain_text("303室")
    if scripts:
        assert _problems(resident, "of a neighbour") + _problems(leader, "of the leader") == []


@pytest.mark.parametrize("scripts", [True, False])
def test_each_button_leads_to_what_there_is_to_read(visit, matter, scripts):
    """To the first mistake, to the sums, or to the top of the draft."""
    leader = visit("leader", java_script_enabled=scripts)
    leader.goto(f"/b/114/matters/{matter.pk}/shares/draft/")
    leader.fill("[name=total]", "12万")
    leader.fill("[name=floors]", "0 0.5 1 1.3 1.6 1.9")
    leader.get_by_role("button", name="照这样填到各户").click()
    summary = leader.locator(".error-summary")
    expect(summary).to_contain_text("请写成120000")
    expect(summary).to_be_in_viewport()
    expect(leader.locator("[name=total]")).to_have_value("12万")
    leader.fill("[name=total]", "120000")
    leader.get_by_role("button", name="算一算").click()
    expect(leader.locator("h2#each")).to_be_in_viewport()
    expect(leader.locator(".say.told b").first).to_be_in_viewport()
    leader.fill("[name=rule]", HOW)
    leader.get_by_role("button", name="存成草稿").click()
    expect(leader.get_by_role("heading", name="分摊，草稿")).to_be_in_viewport()
    expect(leader.get_by_text("存成草稿了，别人还看不到。")).to_be_in_viewport()


BOXES = """() => [...document.querySelectorAll(".typed:not(details *) > .field > input")].map(
  (box) => { const { top, height } = box.getBoundingClientRect(); return [Math.round(top), Math.round(height)]; })"""


@pytest.mark.parametrize(("screen", "rows"), [("phone", 2), ("smallest", 4), ("desktop", 1)])
def test_the_boxes_of_a_subsidy_are_even(visit, matter, screen, rows):
    leader = visit("leader", size=screen)
    leader.goto(f"/b/114/matters/{matter.pk}/shares/draft/")
    boxes = leader.evaluate(BOXES)
    assert (len(boxes), len({height for _top, height in boxes})) == (4, 1)
    assert len({top for top, _height in boxes}) == rows, boxes


def _problems(page, where) -> list[str]:
    return violations(page, where) + too_wide(page, where) + odd_fields(page, where)
