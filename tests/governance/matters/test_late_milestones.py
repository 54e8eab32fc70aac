"""Late milestones wait on the leader's day, and later on the committee's work list."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from governance.matters.actions.milestones import reach_milestone
from governance.matters.actions.stages import go_on
from governance.matters.inputs import ReachedInput
from governance.matters.late_milestones import blocked_milestones
from louzu.lib.time import format_date, format_day
from residents.models import Building
from tests.factories.matters import MatterFactory
from tests.factories.milestones import MilestoneFactory, day

pytestmark = pytest.mark.django_db
TODAY = reverse("today:today", args=["114"])


@pytest.fixture
def matter(building):
    return MatterFactory(building=building, title="装电梯")


def text_of(page):
    return re.sub(r"<[^>]+>|\s", "", page)


def blocked():
    return list(blocked_milestones(Building.objects.all(), timezone.now()))


def test_a_late_milestone_waits_for_the_leader(enter, matter, leader):
    MilestoneFactory(matter=matter, title="图纸贴出来", planned_on=day(-1))
    MilestoneFactory(matter=matter, title="今天的一步", planned_on=day(0))
    MilestoneFactory(matter=matter, title="做好的一步", reached=True, planned_on=day(-5))
    MilestoneFactory(matter=matter, title="划掉的一步", dropped=True, planned_on=day(-5))
    page = enter("leader").get(TODAY).text
    assert "图纸贴出来" in page
    assert "“装电梯”的一步" in page
    assert [word in page for word in ("今天的一步", "做好的一步", "划掉的一步")] == [False] * 3


@pytest.mark.parametrize("stage", ["done", "kept", "dropped"])
def test_of_a_matter_that_is_over_nothing_is_late(enter, matter, leader, stage):
    MilestoneFactory(matter=matter, title="图纸贴出来", late=True)
    reason = "没有钱" if stage == "dropped" else ""
    type(matter).objects.update(stage=stage, dropped_reason=reason)
    assert "图纸贴出来" not in enter("leader").get(TODAY).text
    page = enter("leader").get(matter.get_absolute_url()).text
    assert "接下来：" not in page


def finish(matter, leader, on):
    matter = go_on(matter, "do", by=leader, on=on)
    return go_on(matter, "finish", by=leader, on=on, sure=True)


def test_the_inspection_of_what_is_done_waits_once_its_day_is_past(enter, building, leader):
    """It was planned for a day after the matter was done, so that it is not what was left undone."""
    matter = MatterFactory(building=building, title="电梯", begun_on=day(-400))
    finish(matter, leader, on=day(-300))
    MilestoneFactory(matter=matter, title="没做的一步", planned_on=day(-310))
    MilestoneFactory(matter=matter, title="明年的检验", planned_on=day(9))
    inspection = MilestoneFactory(matter=matter, title="每年的检验", planned_on=day(-15))
    page = enter("leader").get(TODAY).text
    assert "每年的检验" in page
    assert "没做的一步" not in page
    assert "楼组的事有" in enter("leader").get("/b/114/").text
    assert [one.note for one in blocked()] == [f"“每年的检验”原定{format_day(day(-15))}，还没做到"]
    text = text_of(enter("resident").get(matter.get_absolute_url()).text)
    assert f"接下来：每年的检验，原定{format_date(day(-15))}，晚了15天" in text
    reach_milestone(inspection, ReachedInput(day(-1)), by=leader)
    assert "每年的检验" not in enter("leader").get(TODAY).text


def test_the_page_says_first_what_is_late_and_since_when(enter, matter, leader):
    MilestoneFactory(matter=matter, title="封顶", planned_on=day(9))
    assert text_of(enter("resident").get(matter.get_absolute_url()).text).count("再往后") == 0
    MilestoneFactory(matter=matter, title="贴图纸", planned_on=day(-4))
    MilestoneFactory(matter=matter, title="挖基坑", planned_on=day(-2))
    page = text_of(enter("resident").get(matter.get_absolute_url()).text)
    late = f"接下来：贴图纸，原定{format_date(day(-4))}，晚了4天另有1步也过了日子。"
    assert late in page
    assert "再往后：" in page[page.index(late) :]
    assert page.index("再往后：") < page.index("封顶")


def test_after_two_weeks_the_committee_sees_it(matter):
    MilestoneFactory(matter=matter, title="晚了十三天", planned_on=day(-13))
    MilestoneFactory(matter=matter, title="晚了十四天", planned_on=day(-14))
    (found,) = blocked()
    assert found.what == "装电梯"
    assert found.note.startswith("“晚了十四天”原定")
    assert found.building == matter.building


@pytest.mark.parametrize("rows", [1, 3, 12])
def test_the_work_list_costs_one_statement(matter, rows, django_assert_num_queries):
    for _number in range(rows):
        MilestoneFactory(matter=matter, planned_on=day(-30))
    with django_assert_num_queries(1):
        assert len(blocked()) == rows
