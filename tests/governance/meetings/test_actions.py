from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from governance.meetings.actions import planning
from governance.meetings.actions.agenda import AgendaItemInput
from governance.meetings.inputs import MeetingInput
from governance.meetings.models import MAX_ITEMS, AgendaItem
from louzu.lib.errors import Refused, Stale
from tests.factories.meetings import AgendaItemFactory, MeetingFactory

SOON = timezone.now() + dt.timedelta(days=3)
TEXT = {
    "kind": "hearing",
    "title": "墙面怎么刷",
    "starts_at": SOON,
    "minutes": 90,
    "place": "3楼公共客厅",
    "online": "",
    "note": "带老花镜",
    "note_taker": None,
    "proposals_until": None,
}


def lines(building):
    return list(building.journal.order_by("number").values_list("verb", "audience"))


def agenda_of(meeting):
    return list(meeting.items.order_by("number").values_list("number", "title"))


def test_post_meeting_invites_the_building(building, leader):
    agenda = [AgendaItemInput("墙面", minutes=20, brought_by="302室"), AgendaItemInput("扶手")]
    meeting = planning.post_meeting(building, MeetingInput(**TEXT), agenda=agenda, by=leader)
    meeting.refresh_from_db()
    assert (meeting.state, meeting.host, meeting.sequence) == ("invited", leader, 0)
    assert {name: getattr(meeting, name) for name in TEXT} == TEXT
    rows = meeting.items.order_by("number").values_list("title", "minutes", "brought_by")
    assert list(rows) == [("墙面", 20, "302室"), ("扶手", None, "")]
    assert lines(building) == [
        ("meetings.planned", "residents"),
        ("canvass.drafted", "leaders"),
        ("canvass.announced", "residents"),
        ("canvass.opened", "residents"),
        ("meetings.invited", "residents"),
    ]


def test_a_meeting_cannot_be_called_for_yesterday(building, leader):
    past = {**TEXT, "starts_at": timezone.now() - dt.timedelta(days=1)}
    with pytest.raises(Refused, match="现在以后"):
        planning.post_meeting(building, MeetingInput(**past), by=leader)


def test_an_agenda_has_an_end(building, leader):
    with pytest.raises(Refused, match=str(MAX_ITEMS)):
        planning.post_meeting(
            building, MeetingInput(**TEXT), agenda=[AgendaItemInput("议")] * 31, by=leader
        )


def test_edit_meeting_moves_items_and_lets_the_calendar_know(building, leader):
    meeting = MeetingFactory(building=building)
    one, two, three = (AgendaItemFactory(meeting=meeting, number=n) for n in (1, 2, 3))
    agenda = [
        AgendaItemInput("新的"),
        AgendaItemInput("第三", item=three.pk),
        AgendaItemInput("第一", item=one.pk),
    ]
    edited = planning.edit_meeting(
        meeting, MeetingInput(**TEXT), sequence=0, agenda=agenda, by=leader
    )
    assert (edited.sequence, edited.uid, edited.title) == (1, meeting.uid, "墙面怎么刷")
    assert edited.changed_at > meeting.changed_at
    assert agenda_of(meeting) == [(1, "新的"), (2, "第三"), (3, "第一")]
    kept = meeting.items.exclude(number=1).order_by("number").values_list("pk", flat=True)
    assert list(kept) == [three.pk, one.pk]
    assert not AgendaItem.objects.filter(pk=two.pk).exists()
    connection.check_constraints()
    assert lines(building) == [("meetings.changed", "residents")]


def test_another_meetings_item_is_not_taken_away(building, leader):
    theirs = AgendaItemFactory(title="别处的")
    meeting = MeetingFactory(building=building)
    agenda = [AgendaItemInput("我们的", item=theirs.pk)]
    planning.edit_meeting(meeting, MeetingInput(**TEXT), sequence=0, agenda=agenda, by=leader)
    theirs.refresh_from_db()
    assert (theirs.title, agenda_of(meeting)) == ("别处的", [(1, "我们的")])


def test_editing_an_older_version_is_reported(building, leader):
    meeting = MeetingFactory(building=building, sequence=4)
    with pytest.raises(Stale):
        planning.edit_meeting(meeting, MeetingInput(**TEXT), sequence=3, agenda=[], by=leader)


def test_cancel_meeting_says_why(building, leader):
    meeting = planning.cancel_meeting(MeetingFactory(building=building), reason="下雨", by=leader)
    meeting.refresh_from_db()
    assert (meeting.state, meeting.cancelled_reason, meeting.sequence) == ("cancelled", "下雨", 1)
    assert lines(building) == [("meetings.cancelled", "residents")]


@pytest.mark.parametrize("state", ["cancelled", "over", "held", "published"])
def test_what_was_cancelled_or_is_over_stays_as_it_was(building, leader, state):
    meeting = MeetingFactory(building=building, **{state: True})
    if state != "over":  # nobody came: it may still be called off
        with pytest.raises(Refused):
            planning.cancel_meeting(meeting, reason="下雨", by=leader)
    with pytest.raises(Refused):
        planning.edit_meeting(meeting, MeetingInput(**TEXT), sequence=0, agenda=[], by=leader)


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "party"},
        {"state": "lost"},
        {"state": "cancelled"},
        {"cancelled_reason": "下雨"},
        {"minutes": 0},
        {"minutes": 601},
        {"title": ""},
        {"place": ""},
        {"state": "held"},
        {"state": "published", "held_at": SOON},
        {"proposals_until": SOON + dt.timedelta(days=9)},
    ],
    ids=",".join,
)
def test_the_database_refuses_a_meeting_that_cannot_be(building, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        MeetingFactory(building=building, **wrong)


@pytest.mark.parametrize("wrong", [{"number": 0}, {"title": ""}, {"minutes": 0}], ids=str)
def test_the_database_refuses_an_item_that_cannot_be(building, wrong):
    meeting = MeetingFactory(building=building)
    with pytest.raises(IntegrityError), transaction.atomic():
        AgendaItemFactory(meeting=meeting, **wrong)


def test_the_database_gives_a_number_once(building):
    meeting = MeetingFactory(building=building)
    AgendaItemFactory.create_batch(2, meeting=meeting, number=1)
    with pytest.raises(IntegrityError, match="one_agenda_item_per_number"):
        connection.check_constraints()
