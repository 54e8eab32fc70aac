from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from governance.meetings.queries.tasks import (
    late_tasks_in,
    open_tasks_in,
    possible_takers_in,
    settled_tasks_in,
    tasks_for_home,
)
from residents.models import Standing
from tests.factories import MembershipFactory
from tests.factories.meetings import MeetingFactory, TaskFactory

pytestmark = pytest.mark.django_db
LEADER, STAFF = Standing(offices=("leader",)), Standing(offices=("staff",))
RESIDENT = Standing(households=(1,))


def task(cast, days=7, *, minutes="held", building=None, **more):
    """Create a task from a meeting whose minutes are ``minutes``, a trait of its factory."""
    meeting = MeetingFactory(building=building or cast.building, **{minutes: True})
    due_on = timezone.localdate() + dt.timedelta(days=days)
    return TaskFactory(resolution__item__meeting=meeting, due_on=due_on, **more)


def test_open_tasks_are_listed_by_their_day_and_only_those_of_this_building(cast):
    later, soon = task(cast, 9), task(cast, 3)
    task(cast, 1, building=cast.next_door)
    task(cast, 1, state="done", settled_at=timezone.now())
    assert open_tasks_in(cast.building, LEADER, cast["resident"]) == [soon, later]


@pytest.mark.parametrize("minutes", ["held", "drafted"])
def test_before_the_minutes_are_read_a_task_is_for_leaders_and_who_took_it(cast, minutes):
    user = cast["resident"]
    mine, other = task(cast, minutes=minutes, taken_by=user), task(cast, minutes=minutes)
    assert open_tasks_in(cast.building, RESIDENT, user) == [mine]
    for standing in (LEADER, STAFF):
        assert open_tasks_in(cast.building, standing, user) == [mine, other]


def test_once_the_minutes_are_read_everybody_reads_their_tasks(cast):
    rows = [task(cast, minutes=minutes) for minutes in ("read", "published")]
    assert open_tasks_in(cast.building, RESIDENT, cast["resident"]) == rows


def test_settled_tasks_are_listed_the_latest_first_page_by_page(cast):
    now = timezone.now()
    dropped = {"minutes": "published", "state": "dropped", "said": "不办了"}
    rows = [task(cast, settled_at=now - n * dt.timedelta(hours=1), **dropped) for n in range(27)]
    first = settled_tasks_in(cast.building, RESIDENT, cast["resident"])
    after = first.next_url.removeprefix("?after=")
    second = settled_tasks_in(cast.building, RESIDENT, cast["resident"], after=after)
    assert first.rows + second.rows == rows
    assert second.next_url == ""


@pytest.mark.parametrize(("days", "late"), [(-1, True), (0, False), (1, False)])
def test_a_task_is_late_from_the_day_after_its_day(cast, days, late):
    one = task(cast, days)
    assert (late_tasks_in(cast.building) == [one]) is late
    assert (tasks_for_home(cast.building, LEADER, cast["leader"]) == [one]) is late


def test_at_home_one_finds_ones_own_tasks_and_leaders_also_the_late_ones(cast):
    user = cast["resident"]
    mine, late, other = task(cast, 5, taken_by=user), task(cast, -5), task(cast, 5)
    assert tasks_for_home(cast.building, RESIDENT, user) == [mine]
    for standing in (LEADER, STAFF):
        assert tasks_for_home(cast.building, standing, user) == [late, mine]
        assert tasks_for_home(cast.building, standing, other.taken_by) == [late, other]


def test_lists_of_tasks_know_their_building_without_a_further_statement(
    cast, django_assert_num_queries
):
    for _ in range(3):
        task(cast, -1)
    with django_assert_num_queries(1):
        rows = late_tasks_in(cast.building)
        assert {one.resolution.item.meeting.building for one in rows} == {cast.building}
        assert all(str(one.taken_by) for one in rows)


def test_people_are_listed_once_each_by_their_lowest_floor(cast):
    below = MembershipFactory(household__building=cast.building, household__flat__floor=1)
    MembershipFactory(user=below.user, household__building=cast.building, household__flat__floor=6)
    today = timezone.localdate()
    past = MembershipFactory(household__building=cast.building, until=today)
    found = possible_takers_in(cast.building)
    assert len({one.user_id for one in found}) == len(found)
    assert past.user_id not in {one.user_id for one in found}
    assert found[0] == below
