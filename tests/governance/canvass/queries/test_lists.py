"""When pages with canvasses expire by time alone, and which canvasses wait for whom."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from governance.canvass.models import Canvass, Visit, Voice
from governance.canvass.queries.lists import (
    canvasses_changed_for,
    canvasses_in,
    canvasses_under_way_in,
    canvasses_waiting_for,
    doors_to_visit_in,
    next_change_at,
    unfinished_canvasses_in,
)
from residents.models import Standing
from tests.factories import BuildingFactory, HouseholdFactory
from tests.factories.canvass import make_draft_canvass, make_open_canvass, voice_of

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 24, 2, 30, tzinfo=dt.UTC)
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
RESIDENT, LEADER = Standing(households=(1,)), Standing(offices=("leader",))


def canvass(cast, **more):
    return make_open_canvass(cast.building, cast["leader"], **more)


def set_times(canvass, **stamps):
    """Set state and times of a canvass, however it came to them."""
    Canvass.objects.filter(pk=canvass.pk).update(**stamps)
    canvass.refresh_from_db()
    return canvass


def test_an_open_canvass_changes_by_the_hour_until_its_deadline(cast, time_machine):
    one = set_times(canvass(cast), opens_at=NOW - DAY, closes_at=NOW + 9 * HOUR)
    time_machine.move_to(NOW, tick=False)
    assert next_change_at(cast.building) == NOW + HOUR / 2
    time_machine.move_to(one.closes_at - HOUR / 4, tick=False)
    assert next_change_at(cast.building) == one.closes_at


def test_an_announced_canvass_changes_when_it_is_due_to_open_and_when_missed(cast, time_machine):
    announced = {"state": "announced", "opened_at": None, "opened_by": None}
    set_times(canvass(cast), opens_at=NOW + 5 * HOUR, closes_at=NOW + 9 * DAY, **announced)
    time_machine.move_to(NOW, tick=False)
    assert next_change_at(cast.building) == NOW + 5 * HOUR
    time_machine.move_to(NOW + 5 * HOUR, tick=False)
    assert next_change_at(cast.building) == NOW + 9 * DAY  # then it is shown as missed
    time_machine.move_to(NOW + 9 * DAY, tick=False)
    assert next_change_at(cast.building) is None


@pytest.mark.parametrize(("late_days", "changes"), [(3, True), (0, False)])
def test_a_closed_canvass_changes_when_the_days_for_late_paper_end(
    cast, time_machine, late_days, changes
):
    one = canvass(cast, late_days=late_days)
    set_times(one, state="closed", opens_at=NOW - DAY, closes_at=NOW, closed_at=NOW)
    time_machine.move_to(NOW + HOUR, tick=False)
    assert next_change_at(cast.building) == (NOW + 3 * DAY if changes else None)
    time_machine.move_to(NOW + 3 * DAY, tick=False)
    assert next_change_at(cast.building) is None


def test_the_soonest_of_all_changes_is_found_with_one_statement(cast, django_assert_num_queries):
    far, near = canvass(cast), canvass(cast)
    soon = timezone.now() + dt.timedelta(seconds=1)
    set_times(far, closes_at=timezone.now() + 30 * DAY)
    set_times(near, closes_at=soon)
    with django_assert_num_queries(1):
        assert next_change_at(cast.building) == soon
    assert next_change_at(cast.next_door) is None


def test_residents_see_no_draft_and_nothing_withdrawn_before_it_was_announced(cast):
    draft = make_draft_canvass(cast.building, cast["leader"])
    shown = canvass(cast)
    withdrawn = {"state": "withdrawn", "withdrawn_at": NOW, "withdrawn_reason": "不办了"}
    early = set_times(make_draft_canvass(cast.building, cast["leader"]), **withdrawn)
    later = set_times(canvass(cast), **withdrawn)
    assert canvasses_in(cast.building, RESIDENT).rows == [later, shown]
    assert canvasses_in(cast.building, LEADER).rows == [later, early, shown, draft]
    assert canvasses_in(cast.next_door, LEADER).rows == []


def test_a_consultation_is_finished_at_its_closing_and_a_decision_at_its_publication(cast):
    closed = {"state": "closed", "closed_at": NOW}
    deciding = set_times(canvass(cast), **closed)
    set_times(canvass(cast, purpose="hear", preset="tell"), **closed)
    running = canvass(cast)
    make_draft_canvass(cast.building, cast["leader"])
    assert set(unfinished_canvasses_in(cast.building)) == {deciding, running}
    assert canvasses_under_way_in(cast.building) == [running]


def at_home(cast, *, answering=True):
    homes = (cast.home.pk,)
    return Standing(households=homes, answering=homes if answering else ())


def visit(voice, cast, **more):
    plain = {"outcome": "told", "visited_at": timezone.now(), "by": cast["core"]}
    return Visit.objects.create(voice=voice, **{**plain, **more})


def waits(cast):
    return canvasses_waiting_for(cast.building, at_home(cast))


def test_a_question_waits_for_an_answer_whoever_told_the_household(cast):
    one = canvass(cast)
    visit(voice_of(one, cast.home), cast)
    assert waits(cast) == [one]


def test_every_open_question_waits_however_many_there_are(cast):
    asked = [canvass(cast) for _number in range(7)]
    assert waits(cast) == asked
    assert unfinished_canvasses_in(cast.building) == asked


def test_news_wait_until_somebody_told_the_household(cast):
    one = canvass(cast, purpose="tell", preset="tell")
    visit(voice_of(one, cast.home), cast, outcome="not_in")
    assert waits(cast) == [one]
    visit(voice_of(one, cast.home), cast)
    assert waits(cast) == []


def test_a_consultation_waits_until_the_household_itself_says_that_it_knows(cast):
    one = canvass(cast, purpose="hear", preset="tell")
    visit(voice_of(one, cast.home), cast)
    assert waits(cast) == [one]
    visit(voice_of(one, cast.home), cast, oneself=True)
    assert waits(cast) == []


def test_who_may_not_answer_is_asked_nothing_without_a_statement(cast, django_assert_num_queries):
    canvass(cast)
    with django_assert_num_queries(0):
        assert canvasses_waiting_for(cast.building, at_home(cast, answering=False)) == []


def test_doors_are_counted_by_the_lowest_floor_until_they_are_done(cast):
    HouseholdFactory(building=cast.building, flat__floor=1)
    one = canvass(cast, purpose="tell", preset="tell")
    voices = list(Voice.objects.filter(canvass=one))
    ((found, floors),) = doors_to_visit_in(cast.building)
    assert (found, dict(floors)) == (one, {1: 1, 3: len(voices) - 1})
    for voice in voices:
        visit(voice, cast)
    assert doors_to_visit_in(cast.building) == []


def test_nothing_changed_at_home_where_nobody_answered(cast):
    canvass(cast)
    assert canvasses_changed_for(cast.building, cast["resident"]) == []
    assert canvasses_under_way_in(BuildingFactory()) == []
