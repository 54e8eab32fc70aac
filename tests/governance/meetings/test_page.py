"""Who may do what in which state; and what each page costs, however long the evening."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from governance.meetings.actions import planning, tasks
from governance.meetings.inputs import MeetingInput
from governance.meetings.models import Meeting, Presence
from tests.factories import FlatFactory, HouseholdFactory
from tests.factories.lounge import ThreadFactory
from tests.factories.meetings import (
    AgendaItemFactory,
    CorrectionFactory,
    MeetingFactory,
    PresenceFactory,
    ProposalFactory,
    ResolutionFactory,
    TaskFactory,
    at,
    soon,
    wish_for,
)

PERSONAS = ("leader", "staff", "volunteer", "resident", "core", "neighbour", "visitor")
OUTSIDE = {"neighbour": 404, "visitor": 302}
ALL = {**dict.fromkeys(PERSONAS, 200), **OUTSIDE}
LEADS = {**ALL, "volunteer": 403, "resident": 403, "core": 403}
WRITES = {**ALL, "resident": 403, "core": 403}
"""The volunteer takes notes."""
THERE = {**dict.fromkeys(PERSONAS, 403), "resident": 200, **OUTSIDE}
"""The resident's household was there."""
NOBODY = {**dict.fromkeys(PERSONAS, 403), **OUTSIDE}
LATE = {**NOBODY, **dict.fromkeys(("leader", "staff", "volunteer"), 302)}
"""Those who could in another state are led back with the reason."""
ACCESS = [
    ("planned", "invite", LEADS),
    ("invited", "invite", NOBODY),
    ("planned", "propose", ALL),
    ("invited", "propose", ALL),
    ("held", "propose", NOBODY),
    ("cancelled", "propose", NOBODY),
    ("planned", "cancel", LEADS),
    ("held", "cancel", NOBODY),
    ("invited", "sign_in", WRITES),
    ("planned", "decide", LEADS),
    ("held", "decide", NOBODY),
    ("invited", "attendance", NOBODY),
    ("held", "attendance", WRITES),
    ("published", "attendance", WRITES),
    ("invited", "note", NOBODY),
    ("held", "note", WRITES),
    ("drafted", "note", WRITES),
    ("read", "note", WRITES),
    ("published", "note", WRITES),
    ("cancelled", "note", NOBODY),
    ("held", "resolve", WRITES),
    ("held", "change", WRITES),
    ("held", "ask_everybody", LEADS),
    ("published", "ask_everybody", LEADS),
    ("invited", "minutes", NOBODY),
    ("held", "minutes", WRITES),
    ("drafted", "minutes", WRITES),
    ("read", "minutes", ALL),
    ("published", "minutes", ALL),
    ("read", "print_minutes", ALL),
    ("held", "open", NOBODY),
    ("drafted", "open", WRITES),
    ("read", "open", NOBODY),
    ("drafted", "ask", NOBODY),
    ("read", "ask", THERE),
    ("published", "ask", THERE),
    ("read", "correct", WRITES),
]
STEPS = [
    ("invited", "come", {}, ALL),
    ("held", "come", {}, NOBODY),
    ("begins", "hold", {}, WRITES),
    ("invited", "hold", {}, NOBODY),
    ("held", "close", {}, WRITES),
    ("read", "close", {}, LATE),
    ("over", "publish", {}, WRITES),
    ("drafted", "publish", {}, LATE),
    ("held", "add_item", {"title": "门禁"}, WRITES),
    ("invited", "add_item", {}, LATE),
    ("held", "remove", {}, WRITES),
    ("invited", "keep_sheet", {}, LATE),
    ("planned", "invite", {"once": "k"}, LEADS),
]
STATES = {
    "invited": {},
    "begins": {"starts_at": timezone.now()},
    "over": {"read": True, "corrections_until": timezone.now()},
}


@pytest.fixture
def scene(building, leader, volunteer, household):
    """``scene("held")``: a meeting in that state with one of everything; the ids of its parts."""

    def make(state):
        meeting = MeetingFactory(
            building=building, note_taker=volunteer, **STATES.get(state, {state: True})
        )
        item = AgendaItemFactory(meeting=meeting, number=1)
        PresenceFactory(meeting=meeting, household=household)
        task = TaskFactory(resolution__item=item)
        ids = {
            "decide": ProposalFactory(meeting=meeting).pk,
            "note": item.pk,
            "resolve": item.pk,
            "change": task.resolution_id,
            "remove": ResolutionFactory(item=item).pk,
            "ask_everybody": ResolutionFactory(item=item, way="canvass").pk,
            "correct": 0,
        }
        if state == "read":
            ids["correct"] = CorrectionFactory(meeting=meeting).pk
        return meeting, ids

    return make


@pytest.mark.parametrize(("state", "name", "table"), ACCESS)
def test_who_opens_which_page(enter, scene, state, name, table):
    meeting, ids = scene(state)
    more = [ids[name]] if name in ids else []
    found = {who: enter(who).get(at(meeting, name, *more)).status_code for who in table}
    assert found == table


@pytest.mark.parametrize(("state", "name", "data", "table"), STEPS)
def test_who_takes_which_step(enter, scene, state, name, data, table):
    meeting, ids = scene(state)
    more = [ids[name]] if name in ids else []
    done = {}
    for who in table:
        if table[who] == 200:
            continue
        done[who] = enter(who).post(at(meeting, name, *more), data).status_code
    assert done == {who: status for who, status in table.items() if status != 200}
    for who in [who for who in table if table[who] == 200][:1]:
        assert enter(who).post(at(meeting, name, *more), data).status_code == 302


def test_each_state_says_what_comes_next(enter, scene):
    data = {
        "planned": "定下来，请每一家",
        "begins": "开会了",
        "held": "散会，整理记录",
        "drafted": "看会议记录",
        "published": "看会议记录",
    }
    for state, words in data.items():
        meeting, _ids = scene(state)
        assert words in enter("leader").get(meeting.get_absolute_url()).text, state


def test_the_next_meeting_shows_what_became_of_each(enter, building, leader, resident):
    last = MeetingFactory(building=building, published=True, title="第一场讨论")
    item = AgendaItemFactory(meeting=last, title="墙面")
    task = TaskFactory(resolution__item=item, resolution__text="爷叔刷墙", taken_by=resident)
    ResolutionFactory(item=item, way="canvass", text="孩子涂鸦")
    ResolutionFactory(item=item, way="charter", text="写进公约")
    ResolutionFactory(item=item, way="next", text="扶手再议")
    tasks.finish_task(task, said="刷好了", by=resident)
    coming = planning.plan_meeting(building, MeetingInput(**soon()), by=leader)
    page = enter("core").get(coming.get_absolute_url()).text
    words = (
        "爷叔刷墙",
        "刷好了",
        "孩子涂鸦",
        "等楼组长起草",
        "写进公约",
        "/b/114/charter/",
        "扶手再议",
        "上了后来的议程",
        "上次留下的",
    )
    assert [word for word in words if word not in page] == []


def test_minutes_that_nobody_has_read_are_not_told_at_the_next_meeting(enter, building):
    held = MeetingFactory(building=building, held=True)
    ResolutionFactory(item=AgendaItemFactory(meeting=held), text="还没公布的")
    coming = MeetingFactory(building=building)
    assert "还没公布的" not in enter("resident").get(coming.get_absolute_url()).text


# what it costs


def evening(building, leader, *, items, homes, **state):
    """An evening of so many items, each from the lounge with a proposal's length of everything."""
    flats = [FlatFactory(building=building, room=f"{n + 1000}") for n in range(homes)]
    households = [HouseholdFactory(building=building, flat=flat) for flat in flats]
    if state:
        meeting = MeetingFactory(building=building, host=leader, **state)
        Presence.objects.bulk_create(
            Presence(meeting=meeting, household=home, present=True) for home in households
        )
    else:
        meeting = planning.post_meeting(building, MeetingInput(**soon()), by=leader)
    last = MeetingFactory(
        building=building, published=True, starts_at=timezone.now() - dt.timedelta(days=30)
    )
    for number in range(1, items + 1):
        item = AgendaItemFactory(
            meeting=meeting, number=number, thread=ThreadFactory(building=building)
        )
        wish_for(ThreadFactory(building=building), leader)
        if state:
            TaskFactory(resolution__item=item)
            ResolutionFactory(item=item, way="next")
            CorrectionFactory(meeting=meeting, item=item)
        else:
            ProposalFactory(meeting=meeting)
        TaskFactory(resolution__item__meeting=last, resolution__item__number=number)
        ResolutionFactory(item__meeting=last, item__number=number + 50, way="next")
    return Meeting.objects.get(pk=meeting.pk)


@pytest.mark.parametrize(("items", "homes"), [(1, 1), (3, 3), (30, 264)])
@pytest.mark.parametrize(("who", "of_page", "invited"), [("leader", 16, 11), ("resident", 14, 9)])
def test_a_meeting_ahead_costs_the_same_whatever_its_length(
    enter,
    building,
    leader,
    household,
    items,
    homes,
    who,
    of_page,
    invited,
    django_assert_num_queries,
):
    meeting = evening(building, leader, items=items, homes=homes)
    client = enter(who)
    for name, statements in (
        ("page", of_page),
        ("print", 8),
        ("calendar", 6),
        ("invitation", invited),
    ):
        with django_assert_num_queries(statements, info=name):
            client.get(at(meeting, name))
    if who == "leader":
        for name, statements in (("edit", 7), ("sign_in", 5), ("cancel", 5)):
            with django_assert_num_queries(statements, info=name):
                client.get(at(meeting, name))


@pytest.mark.parametrize(("items", "homes"), [(1, 1), (3, 3), (30, 264)])
def test_a_meeting_written_down_costs_the_same_whatever_its_length(
    enter, building, leader, items, homes, django_assert_num_queries
):
    meeting = evening(building, leader, items=items, homes=homes, read=True)
    client = enter("leader")
    item = meeting.items.first()
    for name, more, statements in (
        ("page", [], 16),
        ("minutes", [], 11),
        ("print_minutes", [], 11),
        ("attendance", [], 9),
        ("note", [item.pk], 7),
        ("resolve", [item.pk], 8),
    ):
        with django_assert_num_queries(statements, info=name):
            client.get(at(meeting, name, *more))


@pytest.mark.parametrize(("items", "homes"), [(1, 1), (3, 3), (30, 264)])
def test_published_minutes_cost_the_same_whatever_their_length(
    enter, building, leader, items, homes, django_assert_num_queries
):
    """Their editions cost one statement more than minutes that are still checked."""
    meeting = evening(building, leader, items=items, homes=homes, published=True)
    client = enter("leader")
    with django_assert_num_queries(12):
        client.get(at(meeting, "minutes"))
