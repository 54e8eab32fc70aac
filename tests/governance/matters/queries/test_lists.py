"""The page of the tab 议事 tells of each matter what is next, and the leader's day of steps to take."""

from __future__ import annotations

import pytest
from django.urls import reverse

from governance.journal.actions import link
from governance.journal.models import LinkKind
from governance.matters.models import Matter
from tests.factories.canvass import make_open_canvass
from tests.factories.matters import MatterFactory, PromiseFactory
from tests.factories.meetings import AgendaItemFactory, MeetingFactory, TaskFactory
from tests.factories.milestones import MilestoneFactory, day

pytestmark = pytest.mark.django_db
LISTING = reverse("matters:list", args=["114"])
TODAY = reverse("today:today", args=["114"])


def under_way(page):
    return {one.matter.title: one for one in page.context["under_way"]}


def with_question(building, leader, title):
    matter = MatterFactory(building=building, title=title)
    canvass = make_open_canvass(building, leader, question=f"{title}，同意吗？")
    link(building, matter, canvass, LinkKind.ASKED_IN)
    return matter


def test_the_tab_leads_to_the_list(enter, building, resident):
    page = enter("resident").get(building.get_absolute_url()).text
    tabs = page[page.index('class="tabs') :]
    assert f'href="{LISTING}"' in tabs[: tabs.index("</nav>")]


def test_each_matter_tells_what_is_next_and_what_is_late(enter, building, leader, resident):
    asked = with_question(building, leader, "装电梯")
    late = MatterFactory(building=building, title="修屋顶")
    MilestoneFactory(matter=late, title="贴图纸", planned_on=day(-4))
    promised = MatterFactory(building=building, title="清楼道")
    PromiseFactory(matter=promised, words="加扶手", due_on=day(3))
    met = MatterFactory(building=building, title="停自行车")
    item = AgendaItemFactory(meeting=MeetingFactory(building=building, title="碰头会"))
    link(building, met, item, LinkKind.CAME_FROM)
    response = enter("resident").get(LISTING)
    found = under_way(response)
    assert "答复“装电梯，同意吗？”" in found[asked.title].next_event.what
    assert (found[late.title].next_event, found[late.title].late.title) == (None, "贴图纸")
    assert found[promised.title].next_event.what == "加扶手"
    assert found[met.title].next_event.what == "碰头会"
    for words in ("晚了4天", "加扶手", "碰头会", "装电梯，同意吗？"):
        assert words in response.text, words


def test_what_ended_stands_below(enter, building, resident):
    MatterFactory(building=building, title="粉刷楼道", stage="done")
    response = enter("resident").get(LISTING)
    assert (under_way(response), "办成的，和不办了的" in response.text) == ({}, True)
    assert "粉刷楼道" in response.text


@pytest.mark.parametrize(
    ("persona", "words"), [("resident", "先到客厅里说一声"), ("leader", "按“立成一件事”")]
)
def test_an_empty_list_says_the_next_step(enter, building, persona, words):
    assert words in enter(persona).get(LISTING).text


@pytest.mark.parametrize("count", [1, 5])
def test_the_list_costs_the_same_for_many_matters(
    enter, building, leader, resident, count, django_assert_num_queries
):
    for number in range(count):
        matter = with_question(building, leader, f"事项{number}")
        MilestoneFactory(matter=matter, planned_on=day(-4))
        task = TaskFactory(building=building, resolution=None, text="量井道")
        link(building, matter, task, LinkKind.DONE_BY)
    client = enter("resident")
    client.get(LISTING)
    with django_assert_num_queries(15):
        client.get(LISTING)


def test_a_step_waits_on_the_leaders_day_until_taken(enter, building, leader):
    matter = with_question(building, leader, "装电梯")
    client = enter("leader")
    page = client.get(TODAY).text
    take = reverse("matters:go_on", args=["114", matter.pk])
    assert ("记成“征询”" in page, f'action="{take}"' in page) == (True, True)
    client.post(take, {"step": "ask"})
    matter.refresh_from_db()
    assert (matter.stage, "记成“" in client.get(TODAY).text) == ("asked", False)


def test_a_step_that_was_declined_is_gone_from_both_pages(enter, building, leader):
    matter = with_question(building, leader, "装电梯")
    client = enter("leader")
    decline = reverse("matters:decline_step", args=["114", matter.pk])
    assert f'action="{decline}"' in client.get(TODAY).text
    page = client.post(decline, {"step": "ask"}, follow=True).text
    assert ("先不改" in page, f'action="{decline}"' in page) == (True, False)
    assert decline not in client.get(TODAY).text
    assert Matter.objects.get(pk=matter.pk).stage == "raised"
    assert client.post(decline, {"step": "x"}).status_code == 404
    assert "进到下一阶段" in client.get(matter.get_absolute_url()).text


@pytest.mark.parametrize("persona", ["resident", "core", "volunteer"])
def test_only_who_looks_after_it_declines(enter, building, leader, persona):
    matter = with_question(building, leader, "装电梯")
    decline = reverse("matters:decline_step", args=["114", matter.pk])
    assert enter(persona).post(decline, {"step": "ask"}).status_code == 403
