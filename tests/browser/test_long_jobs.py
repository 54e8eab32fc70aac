"""A circular to many buildings is watched while it is sent, with and without JavaScript."""

from __future__ import annotations

from playwright.sync_api import expect

from governance.notices.actions.circulars import MAX_AT_ONCE, send_circular
from governance.notices.inputs import CircularInput
from residents.background.actions import run_next_chunk
from residents.models import Building, User
from tests.factories import BuildingFactory


def test_the_page_follows_a_long_job_to_its_end(visit):
    there = Building.objects.get(slug="114").neighbourhood
    buildings = BuildingFactory.create_batch(MAX_AT_ONCE + 1, neighbourhood=there)
    staff = User.objects.get(username="staff")
    circular = send_circular(there, buildings, CircularInput("换灯", "周三停电"), by=staff)
    address = f"/me/jobs/{circular.job.pk}/"
    watching, without = visit("staff"), visit("staff", java_script_enabled=False)
    for page in (watching, without):
        page.goto(address)
        expect(page.get_by_text("等着开始")).to_be_visible()
    run_next_chunk(circular.job.pk, number=0)
    for page in (watching, without):
        expect(page.get_by_text("1 / 21").first).to_be_visible()
    watching.get_by_role("link", name="停下来，剩下的不办了").click()
    watching.get_by_role("button", name="停下来，剩下的不办了").click()
    expect(watching.get_by_text("已经办好的不会撤回")).to_be_visible()
    expect(without.get_by_text("停下了", exact=True)).to_be_visible()
    without.get_by_role("link", name="看看办好的").click()
    expect(without.get_by_text("没发成的20栋楼")).to_be_visible()
