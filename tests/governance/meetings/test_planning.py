"""From a plan to every household, and calling it off: the canvass carries the invitation."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from governance.canvass.actions.visiting import record_visit
from governance.canvass.models import Voice
from governance.meetings.actions import planning
from governance.meetings.actions.agenda import AgendaItemInput
from governance.meetings.inputs import MeetingInput
from governance.meetings.models import Meeting, Resolution
from louzu.lib.errors import Refused
from tests.factories import HouseholdFactory
from tests.factories.meetings import (
    AgendaItemFactory,
    MeetingFactory,
    ResolutionFactory,
    soon,
)


def test_a_plan_invites_nobody_yet(building, leader):
    meeting = planning.plan_meeting(
        building, MeetingInput(**soon()), agenda=[AgendaItemInput("墙面")], by=leader
    )
    assert (meeting.state, meeting.invitation, meeting.sequence) == ("planned", None, 0)


def test_the_invitation_is_told_at_every_door(building, leader, household):
    HouseholdFactory(building=building, occupancy="empty", aged_18_59=0)
    planned = planning.plan_meeting(building, MeetingInput(**soon()), by=leader)
    meeting = planning.invite_meeting(planned, by=leader)
    canvass = meeting.invitation
    assert (canvass.purpose, canvass.state, canvass.closes_at) == (
        "tell",
        "open",
        meeting.starts_at,
    )
    assert canvass.about_url == meeting.get_absolute_url()
    homes = set(Voice.objects.filter(canvass=canvass).values_list("household", flat=True))
    assert homes == {household.pk, leader.memberships.get().household_id}
    assert ("墙面怎么刷" in canvass.question, "3楼公共客厅" in canvass.body) == (True, True)
    assert meeting.sequence == 1, "what may move is now fixed"


def test_a_building_without_households_can_still_meet(building, staff):
    assert planning.post_meeting(building, MeetingInput(**soon()), by=staff).invitation is None


def test_visitors_at_doors_read_the_newest_time_and_place(building, leader):
    meeting = planning.post_meeting(building, MeetingInput(**soon()), by=leader)
    later = meeting.starts_at + dt.timedelta(days=2)
    change = {"sequence": 0, "agenda": [], "by": leader}
    meeting = planning.edit_meeting(
        meeting,
        MeetingInput(**soon(place="一楼门厅", starts_at=later)),
        **change,
    )
    canvass = meeting.invitation
    canvass.refresh_from_db()
    assert ("一楼门厅" in canvass.body, canvass.version, canvass.closes_at) == (True, 2, later)
    change["sequence"] = 1
    planning.edit_meeting(
        meeting,
        MeetingInput(**soon(place="一楼门厅", starts_at=later, title="墙")),
        **change,
    )
    canvass.refresh_from_db()
    assert canvass.version == 2, "another title or agenda is no news at the door"


def test_calling_it_off_calls_off_the_invitation(building, leader):
    meeting = planning.post_meeting(building, MeetingInput(**soon()), by=leader)
    planning.cancel_meeting(meeting, reason="下雨", by=leader)
    canvass = meeting.invitation
    canvass.refresh_from_db()
    assert (canvass.state, canvass.withdrawn_reason) == ("withdrawn", "下雨")


def test_when_nobody_came_it_is_called_off_afterwards(building, leader):
    meeting = MeetingFactory(building=building, over=True)
    assert planning.cancel_meeting(meeting, reason="没人来", by=leader).state == "cancelled"


def test_proposals_end_before_the_meeting(building, leader):
    late = timezone.now() + dt.timedelta(days=4)
    with pytest.raises(Refused, match="开会以前"):
        planning.plan_meeting(building, MeetingInput(**soon(proposals_until=late)), by=leader)


def test_the_time_to_invite_passes(building, leader):
    with pytest.raises(Refused, match="先改时间"):
        planning.invite_meeting(
            MeetingFactory(building=building, planned=True, over=True), by=leader
        )


def left_over(building, title, **more):
    item = AgendaItemFactory(
        meeting=MeetingFactory(building=building, **{"published": True, **more}), title=title
    )
    return ResolutionFactory(item=item, way="next", text="没说完")


def test_leftover_items_come_first_and_only_once(building, next_door, leader):
    wall, old = (
        left_over(building, "墙面"),
        left_over(building, "纸箱", drafted=True, published=False),
    )
    left_over(next_door, "别处的")
    first = planning.plan_meeting(
        building, MeetingInput(**soon()), agenda=[AgendaItemInput("扶手")], by=leader
    )
    found = first.items.order_by("number").values_list("title", "carried_from")
    assert list(found) == [("墙面", wall.pk), ("纸箱", old.pk), ("扶手", None)]
    second = planning.plan_meeting(building, MeetingInput(**soon()), by=leader)
    assert second.items.count() == 0
    planning.cancel_meeting(first, reason="下雨", by=leader)
    third = planning.plan_meeting(building, MeetingInput(**soon()), by=leader)
    assert third.items.count() == 2, "what a cancelled meeting took up is still left"


def test_what_was_left_stays_first_however_it_is_ordered(building, leader):
    left_over(building, "墙面")
    meeting = planning.plan_meeting(
        building, MeetingInput(**soon()), agenda=[AgendaItemInput("扶手")], by=leader
    )
    carried, other = meeting.items.order_by("number")
    agenda = [
        AgendaItemInput("新的"),
        AgendaItemInput("扶手", item=other.pk),
        AgendaItemInput("墙面", item=carried.pk),
    ]
    planning.edit_meeting(meeting, MeetingInput(**soon()), sequence=0, agenda=agenda, by=leader)
    titles = list(Meeting.objects.get(pk=meeting.pk).items.values_list("title", flat=True))
    assert titles == ["墙面", "新的", "扶手"]
    assert Resolution.objects.filter(carried_on__meeting=meeting).count() == 1


def test_visited_households_count_as_told_in_the_invitation_canvass(building, leader, household):
    meeting = planning.post_meeting(building, MeetingInput(**soon()), by=leader)
    voice = Voice.objects.get(canvass=meeting.invitation, household=household)
    record_visit(meeting.invitation, voice, outcome="told", by=leader)
    assert voice.visits.get().outcome == "told"
