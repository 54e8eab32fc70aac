from __future__ import annotations

from django.contrib import admin
from django.urls import reverse

from governance.matters.actions.stages import go_on
from governance.matters.models import Matter
from louzu.lib.time import format_day
from tests.factories import BuildingFactory
from tests.factories.matters import MatterFactory, PromiseFactory
from tests.factories.milestones import MilestoneFactory, day


def test_the_committee_reads_its_own_buildings_and_changes_nothing(
    enter, building, next_door, leader
):
    for place in (building, next_door, BuildingFactory(slug="far")):
        PromiseFactory(matter=MatterFactory(building=place), words="加扶手")
    client = enter("staff")
    page = client.get(reverse("admin:matters_matter_changelist"))
    assert page.context["cl"].result_count == 2
    for row in Matter.objects.select_related("building"):
        url = reverse("admin:matters_matter_change", args=[row.pk])
        here = row.building.slug != "far"
        response = client.get(url)
        assert response.status_code == (200 if here else 302)
        assert ("加扶手" in response.text) == here
        assert client.post(url, {}).status_code == 403


def test_the_list_says_what_is_next_and_how_late_it_is(enter, building, leader):
    """Of a matter that is done, only what was planned for later is next."""
    late, coming, undated, done, _plain = (
        MatterFactory(building=building, title=title, begun_on=day(-90))
        for title in ("装电梯", "刷墙", "停车", "花坛", "没有步骤")
    )
    MilestoneFactory(matter=late, title="贴图纸", planned_on=day(-4))
    MilestoneFactory(matter=late, title="封顶", planned_on=day(4))
    MilestoneFactory(matter=late, title="做好的一步", planned_on=day(-9), reached=True)
    MilestoneFactory(matter=coming, title="清楼道", planned_on=day(5))
    MilestoneFactory(matter=undated, title="数车", planned_on=None)
    for step in ("do", "finish"):
        done = go_on(done, step, on=day(-30), by=leader)
    MilestoneFactory(matter=done, title="没做的一步", planned_on=day(-60))
    MilestoneFactory(matter=done, title="每年的检验", planned_on=day(-2))
    client, address = enter("staff"), reverse("admin:matters_matter_changelist")
    rows = {row.title: row for row in client.get(address).context["cl"].result_list}
    desk = admin.site.get_model_admin(Matter)
    assert {title: (desk.next_step(row), desk.late(row)) for title, row in rows.items()} == {
        "装电梯": (f"{format_day(day(-4))}，贴图纸", "4天"),
        "刷墙": (f"{format_day(day(5))}，清楼道", ""),
        "停车": ("数车", ""),
        "花坛": (f"{format_day(day(-2))}，每年的检验", "2天"),
        "没有步骤": ("", ""),
    }
    page = client.get(address, {"late": "yes"})
    assert {row.title for row in page.context["cl"].result_list} == {"装电梯", "花坛"}
    assert "下一步晚了的" in page.text
