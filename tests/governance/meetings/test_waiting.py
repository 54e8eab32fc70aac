"""What the meetings want of a person, of the leader and of the next leader, and in which order."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.utils import timezone

from governance.meetings.actions.tasks import give_task
from governance.meetings.inputs import TaskInput
from governance.meetings.waiting import duties, for_leader, unfinished
from louzu.lib.time import format_day
from residents.models import Standing
from residents.rooms.context import PageContext
from residents.rooms.waiting import Heading, by_time
from tests.factories.canvass import make_open_canvass
from tests.factories.meetings import (
    MeetingAttachmentFactory,
    MeetingFactory,
    ProposalFactory,
    TaskFactory,
)

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 24, 2, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture(scope="module")
def busy(cast):
    """A meeting to which all are invited, one that needs an answer, and three tasks."""
    building, resident = cast.building, cast["resident"]
    carried = make_open_canvass(building, cast["leader"], purpose="tell", preset="tell")
    with time_machine.travel(NOW, tick=False):
        invited = MeetingFactory(
            building=building, title="墙面", invitation=carried, starts_at=NOW + 2 * DAY
        )
        MeetingAttachmentFactory(meeting=invited)
        asked = MeetingFactory(building=building, title="门禁", starts_at=NOW + 3 * DAY)
        ProposalFactory(meeting=asked)
        MeetingFactory(building=building, title="纸箱", starts_at=NOW + 4 * DAY)
        held = MeetingFactory(building=building, title="开过的会", published=True)
        today = timezone.localdate()
        for text, days, user in (
            ("刷墙", -1, resident),
            ("买漆", 3, resident),
            ("修灯", -2, cast["core"]),
        ):
            TaskFactory(
                resolution__item__meeting=held,
                resolution__text=text,
                due_on=today + dt.timedelta(days=days),
                taken_by=user,
            )
        return invited


def page(cast, persona, *offices):
    households = (cast.home.pk,) if persona == "resident" else ()
    standing = Standing(offices=offices, households=households, answering=households)
    return PageContext(cast.building, standing, cast[persona], root="https://example.org")


def told(items):
    return [(item.what, item.note) for item in items]


def said(found):
    return [(item.when, item.what, item.note) for item in by_time(found)]


def test_late_tasks_come_before_the_invitation_and_other_tasks_after_it(cast, busy):
    found = list(duties(page(cast, "resident")))
    assert said(found) == [
        ("晚了1天", "刷墙", "您答应办的"),
        ("后天（周四）上午10点", "墙面", "3楼公共客厅"),
        ("周五前", "买漆", "您答应办的"),
    ]
    assert [item.replaces for item in found if item.what == "墙面"] == [
        ("canvass.canvass", busy.invitation_id)
    ]


def test_the_leader_also_finds_late_tasks_of_others_and_meetings_to_decide_about(cast, busy):
    found = said(duties(page(cast, "leader", "leader")))
    assert found == [
        ("晚了2天", "修灯", f"{cast['core']}答应办的"),
        ("晚了1天", "刷墙", f"{cast['resident']}答应办的"),
        ("周五上午10点", "门禁", "1个议题等答复"),
    ]
    assert said(duties(page(cast, "leader", "staff"))) == found


def test_the_leaders_day_has_late_tasks_under_their_own_heading(cast, busy):
    found = list(for_leader(page(cast, "leader", "leader")))
    assert [(item.what, item.heading) for item in found] == [
        ("修灯", Heading.OVERDUE),
        ("刷墙", Heading.OVERDUE),
        ("门禁", Heading.REPLY),
    ]
    assert found[0].note.endswith("说好11月22日（周日）前办好")


@pytest.mark.parametrize(("most", "meetings", "tasks"), [(1, 1, 1), (5, 3, 3)])
def test_the_next_leader_gets_so_many_meetings_and_tasks(cast, busy, most, meetings, tasks):
    lists = list(unfinished(page(cast, "leader", "leader"), most))
    assert [(one.title, len(one.items), one.order) for one in lists] == [
        ("要开的会", meetings, 30),
        ("请人去办、还没办好的", tasks, 40),
    ]
    assert lists[1].items[0].note == f"{cast['core']}，11月22日（周日）前"


def test_the_number_of_queries_does_not_grow_with_waiting_items(
    cast, busy, django_assert_num_queries
):
    for persona, offices, statements in (("resident", (), 2), ("leader", ("leader",), 2)):
        with django_assert_num_queries(statements):
            list(duties(page(cast, persona, *offices)))


@pytest.mark.parametrize(
    ("persona", "note"),
    [("leader", "楼组长请您办"), ("staff", "居委请您办"), ("core", "您自己要办的")],
)
def test_a_task_given_without_a_meeting_says_who_asks(cast, persona, note):
    core = cast["core"]
    give_task(cast.building, TaskInput("买灯", core, timezone.localdate()), by=cast[persona])
    found = duties(page(cast, "core", "core"))
    assert [item.note for item in found if item.what == "买灯"] == [note]


def test_a_late_task_given_without_a_meeting_was_asked_for_and_not_promised(cast):
    yesterday = timezone.localdate() - DAY
    give_task(cast.building, TaskInput("买灯", cast["core"], yesterday), by=cast["leader"])
    reader = page(cast, "leader", "leader")
    assert f"请{cast['core']}办的" in [item.note for item in duties(reader)]
    assert f"请{cast['core']}{format_day(yesterday)}前办好" in [
        item.note for item in for_leader(reader)
    ]
