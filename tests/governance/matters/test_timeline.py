"""The timeline of a matter is the journal of what belongs to it, by the day on which it happened."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from django.utils import timezone

from governance.journal.actions import cover_lines, enter, link
from governance.journal.models import Audience, LinkKind
from governance.matters.queries.ties import tied_views_of, ties_of
from governance.matters.queries.timeline import MAX_LINES_ON_PAGE, latest_lines_of, timeline_page_of
from governance.meetings.actions.noting import ResolutionInput, add_resolution
from governance.meetings.actions.tasks import finish_task
from governance.meetings.models import Meeting, Task
from residents.models import Standing
from tests.factories import NoticeFactory
from tests.factories.lounge import ThreadFactory
from tests.factories.matters import MatterFactory, make_matter_from
from tests.factories.meetings import AgendaItemFactory, MeetingFactory

pytestmark = pytest.mark.django_db
NEIGHBOUR, LEADER = Standing(households=(1,)), Standing(offices=("leader",))


def texts(matter, standing=NEIGHBOUR):
    return [
        line.text for line in timeline_page_of(matter, ties_of(matter), standing, after=None)[0]
    ]


def test_lines_of_what_belongs_to_it_stand_by_the_day_on_which_it_happened(building, leader):
    thread = ThreadFactory(building=building, title="要歇三回")
    matter = make_matter_from(thread, title="装电梯")
    notice = NoticeFactory(building=building, title="图纸")
    link(building, matter, notice, LinkKind.TOLD_IN)
    enter(notice, "notices.posted", by=leader)
    enter(matter, "matters.decided", by=leader, happened_on=dt.date(2020, 1, 18))
    enter(thread, "lounge.settled", by=leader, happened_on=dt.date(2019, 11, 3))
    enter(NoticeFactory(building=building, title="停水"), "notices.posted", by=leader)
    found = texts(matter)
    assert ["图纸" in found[0], "定下来了" in found[1], "要歇三回" in found[2]] == [True] * 3
    assert len(found) == 3
    line = timeline_page_of(matter, ties_of(matter), NEIGHBOUR, after=None)[0][1]
    assert line.at_text.startswith("2020年1月18日，")


def test_of_an_item_the_meeting_is_told_and_not_its_other_items(building, leader):
    thread = ThreadFactory(building=building)
    matter, meeting = make_matter_from(thread), MeetingFactory(building=building, title="12月会")
    item = AgendaItemFactory(meeting=meeting)
    link(building, thread, item, LinkKind.CAME_FROM)
    enter(meeting, "meetings.invited", by=leader)
    enter(meeting, "meetings.proposed", by=leader)
    assert len(texts(matter)) == 1
    assert "12月会" in texts(matter)[0]


def test_a_task_of_a_resolution_belongs_to_it_and_is_told_once_done(building, leader, core):
    item = AgendaItemFactory(meeting=MeetingFactory(building=building, held=True, host=leader))
    given = ResolutionInput("agreed", "请物业量井道", "task", who=core, due_on=dt.date(2030, 1, 1))
    resolution = add_resolution(item, given, by=leader)
    matter = make_matter_from(resolution)
    elsewhere = AgendaItemFactory(meeting=item.meeting)
    other = add_resolution(elsewhere, replace(given, text="买灯"), by=leader)
    Meeting.objects.filter(pk=item.meeting_id).update(
        state="open", corrections_until=timezone.now() + dt.timedelta(days=2)
    )
    for task in (resolution.task, other.task):
        finish_task(Task.objects.get(pk=task.pk), by=core)
    assert ties_of(matter).ids_of("meetings.task") == {resolution.task.pk}
    shown = {tied.view.title for tied in tied_views_of(ties_of(matter), NEIGHBOUR)}
    assert {"请物业量井道", "买灯"} & shown == {"请物业量井道"}
    assert [text for text in texts(matter) if "办好了" in text] == [
        f"骨干 {core}办好了“请物业量井道”"
    ]


def test_a_reader_sees_the_lines_for_them_without_covered_titles(building, leader):
    matter = MatterFactory(building=building, title="装电梯")
    enter(matter, "matters.promised", by=leader, audience=Audience.LEADERS)
    enter(matter, "matters.begun", by=leader)
    assert [len(texts(matter, one)) for one in (NEIGHBOUR, LEADER, Standing())] == [1, 2, 0]
    cover_lines(matter)
    assert "装电梯" not in "".join(texts(matter, LEADER))


def test_neither_answers_of_households_nor_changes_of_the_page_fill_it(building, leader):
    matter = MatterFactory(building=building)
    enter(matter, "canvass.answered", by=None)
    enter(matter, "matters.tied", by=leader)
    assert texts(matter) == []


def test_it_goes_on_after_25_lines_also_of_one_day(building, leader):
    matter, day = MatterFactory(building=building), dt.date(2021, 5, 31)
    for number in range(30):
        enter(matter, "matters.promised", by=leader, happened_on=day if number % 2 else None)
    ties = ties_of(matter)
    first, older = timeline_page_of(matter, ties, NEIGHBOUR, after=None)
    rest, end = timeline_page_of(matter, ties, NEIGHBOUR, after=older.removeprefix("?after="))
    numbers = [line.number for line in first + rest]
    assert (len(first), len(set(numbers)), end) == (25, 30, "")
    assert len(latest_lines_of(matter, ties, NEIGHBOUR)) == MAX_LINES_ON_PAGE
    assert timeline_page_of(matter, ties, NEIGHBOUR, after="nonsense")[0] == first
