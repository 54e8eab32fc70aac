"""Tasks from resolutions, and their outcome."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from governance.meetings.actions import tasks
from governance.meetings.queries.tasks import open_tasks_in, tasks_for_home
from louzu.lib.errors import Refused
from tests.factories.meetings import AgendaItemFactory, MeetingFactory, TaskFactory

TASKS = reverse("meetings:tasks", args=["114"])


def task_in(building, *, days=7, state="published", **more):
    item = AgendaItemFactory(meeting=MeetingFactory(building=building, **{state: True}))
    due = timezone.localdate() + dt.timedelta(days=days)
    return TaskFactory(resolution__item=item, due_on=due, **more)


def test_a_task_is_done_or_dropped_and_can_be_taken_up_again(building, resident):
    task = task_in(building, taken_by=resident)
    task = tasks.finish_task(task, said="刷好了", by=resident)
    assert (task.state, task.said, task.settled_at is not None) == ("done", "刷好了", True)
    with pytest.raises(Refused):
        tasks.drop_task(task, said="不刷了", by=resident)
    task = tasks.reopen_task(task, by=resident)
    assert (task.state, task.said, task.settled_at) == ("open", "", None)
    assert tasks.drop_task(task, said="漆没到", by=resident).state == "dropped"


@pytest.mark.parametrize(("days", "late"), [(-1, True), (0, False)])
def test_a_task_is_late_from_the_day_after(building, days, late):
    assert task_in(building, days=days).late is late


def test_late_ones_stand_at_the_home_of_who_took_them_and_at_the_leaders(
    building, next_door, leader, resident, volunteer
):
    mine, late = task_in(building, taken_by=resident), task_in(building, days=-3)
    task_in(building, taken_by=resident, state="published", days=5).resolution.item.meeting.save()
    task_in(next_door, days=-3)
    done = task_in(building, taken_by=resident, days=-9)
    tasks.finish_task(done, by=resident)
    at_home = {
        who: tasks_for_home(building, who.standing_in(building), who)
        for who in (resident, leader, volunteer)
    }
    assert [len(found) for found in at_home.values()] == [2, 1, 0]
    assert (mine in at_home[resident], at_home[leader]) == (True, [late])


def test_before_the_minutes_are_read_a_task_is_known_to_those_it_concerns(
    building, leader, resident, volunteer
):
    task = task_in(building, taken_by=resident, state="held")
    known = [
        open_tasks_in(building, who.standing_in(building), who)
        for who in (leader, resident, volunteer)
    ]
    assert known == [[task], [task], []]


def test_who_took_it_says_how_it_went(enter, building, resident):
    task = task_in(building, taken_by=resident)
    url = reverse("meetings:settle", args=["114", task.pk])
    client = enter("resident")
    assert url in client.get(TASKS).text
    text = 'id="id_said_error"'
    assert text not in client.get(url).text
    refused = client.post(url, {"step": "drop", "said": ""})
    assert "不办的，请写一句为什么。" in refused.context["form"].errors["said"]
    assert text in refused.text
    page = client.post(url, {"step": "finish", "said": "刷好了"}, follow=True).text
    assert ("办好了，谢谢您" in page, "刷好了" in page, "还要接着办" in page) == (True, True, True)
    again = reverse("meetings:reopen", args=["114", task.pk])
    assert "又在办了" in client.post(again, follow=True).text
    client.post(url, {"step": "drop", "said": "漆没到"})
    assert "漆没到" in enter("core").get(TASKS).text


WHO = {
    "leader": 200,
    "staff": 200,
    "volunteer": 200,
    "resident": 200,
    "core": 403,
    "neighbour": 404,
    "visitor": 302,
}


@pytest.mark.parametrize("persona", WHO)
def test_who_may_say_how_it_went(enter, building, resident, volunteer, persona):
    """Leader, staff, the note-taker and whoever accepted the task may report on it."""
    meeting = MeetingFactory(building=building, note_taker=volunteer, published=True)
    task = TaskFactory(resolution__item=AgendaItemFactory(meeting=meeting), taken_by=resident)
    client = enter(persona)
    assert client.get(reverse("meetings:settle", args=["114", task.pk])).status_code == WHO[persona]
    done = client.post(
        reverse("meetings:settle", args=["114", task.pk]), {"step": "finish"}
    ).status_code
    assert done == (302 if WHO[persona] == 200 else WHO[persona])


def test_another_buildings_task_is_not_found_here(enter, building, next_door):
    task = task_in(next_door)
    assert enter("leader").get(reverse("meetings:settle", args=["114", task.pk])).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_tasks_cost_the_same_whatever_their_number(
    enter, building, rows, django_assert_num_queries
):
    for _ in range(rows):
        task_in(building)
        tasks.finish_task(task_in(building), by=task_in(building).taken_by)
    client = enter("resident")
    with django_assert_num_queries(9):
        client.get(TASKS)
