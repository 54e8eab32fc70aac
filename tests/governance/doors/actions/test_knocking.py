from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from governance.canvass.models import Visit
from governance.canvass.queries.voices import voices_of
from governance.doors.actions.knocking import record_knock, record_told, take_knock_back
from governance.doors.models import Knock
from governance.doors.queries.round import round_for
from louzu.lib.errors import Refused
from residents.rooms.context import PageContext
from tests.factories.canvass import move_past_deadline, record_paper_answer_for, voice_of
from tests.past_triggers import past_triggers

pytestmark = pytest.mark.django_db


def door_of(home, user):
    page = PageContext(home.building, user.standing_in(home.building), user)
    return round_for(page).door_of(home.flat_id)


def state_of(home, user):
    door = door_of(home, user)
    told = {
        (voice.voice.canvass_id, voice.told, voice.last_visit)
        for canvass in home.building.canvass_set.all()
        for voice in voices_of(canvass)
    }
    return door.state, door.word, [(ask.title, ask.done) for ask in door.asks], told


def test_two_helpers_who_tell_one_door_make_two_visits(tell, household, leader, core):
    for helper in (leader, core):
        record_told(household.flat, household, tell, by=helper)
    visits = Visit.objects.filter(voice=voice_of(tell, household))
    assert [visit.by for visit in visits] == [leader, core]


def test_nobody_was_in_is_a_visit_in_each_open_question(canvass, tell, household, leader, core):
    record_told(household.flat, household, tell, by=core)
    record_knock(household.flat, household, outcome="not_in", by=core)
    visits = Visit.objects.filter(outcome="not_in")
    assert [visit.voice.canvass for visit in visits] == [canvass]  # of the other they were told
    door = door_of(household, leader)
    assert (door.state, door.word) == ("out", "不在家")
    assert door.knocked.endswith("敲过")
    assert not door.can_be_next


@pytest.mark.parametrize("outcome", ["not_in", "not_now", "refused", "note", "handed"])
def test_a_tap_that_is_taken_back_leaves_everything_as_before(
    canvass, tell, household, leader, core, outcome
):
    record_told(household.flat, household, tell, by=leader)
    before = state_of(household, core)
    knock = record_knock(household.flat, household, outcome=outcome, note="话", by=core)
    take_knock_back(knock, by=core)
    assert state_of(household, core) == before
    assert Knock.objects.count() == 3  # nothing is deleted


def test_only_the_own_visit_is_taken_back(tell, household, leader, core):
    before = state_of(household, core)
    mine = record_told(household.flat, household, tell, by=core)
    assert state_of(household, core) != before
    take_knock_back(mine, by=core)
    assert state_of(household, core) == before
    theirs = record_told(household.flat, household, tell, by=leader)
    again = record_told(household.flat, household, tell, by=core)
    take_knock_back(again, by=core)
    assert door_of(household, core).state == "ok"
    with pytest.raises(Refused):
        take_knock_back(theirs, by=core)


def test_only_the_last_tap_is_taken_back_and_only_for_ten_minutes(household, core):
    first = record_knock(household.flat, household, outcome="note", note="话", by=core)
    last = record_knock(household.flat, household, outcome="not_in", by=core)
    with pytest.raises(Refused):
        take_knock_back(first, by=core)
    with past_triggers():
        Knock.objects.filter(pk=last.pk).update(at=timezone.now() - dt.timedelta(minutes=11))
    with pytest.raises(Refused):
        take_knock_back(last, by=core)


def test_who_wants_to_be_let_be_is_told_what_is_urgent_only(canvass, tell, household, leader, core):
    record_knock(household.flat, household, outcome="refused", note="上夜班", by=core)
    door = door_of(household, leader)
    assert (door.state, door.can_be_next) == ("let-be", False)
    type(tell).objects.filter(pk=tell.pk).update(closes_at=timezone.now() + dt.timedelta(hours=5))
    door = door_of(household, leader)
    assert (door.word, [ask.title for ask in door.to_say]) == ("1件", ["明天停水"])
    record_knock(household.flat, household, outcome="welcome", note="换班了", by=core)
    assert door_of(household, leader).word == "2件"


def test_a_phone_that_is_years_ahead_is_accepted_in_the_order_of_arrival(tell, household, core):
    ahead = dt.datetime(2031, 1, 1, 12, tzinfo=dt.UTC)
    first = record_told(household.flat, household, tell, said_at=ahead, by=core)
    second = record_knock(household.flat, household, outcome="not_in", by=core)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.said_at, first.clock_off, first.when) == (ahead, True, first.at)
    assert (second.clock_off, second.when) == (False, second.said_at)
    assert door_of(household, core).last == second
    assert first.visits.get().visited_at <= timezone.now()


def test_a_closed_question_is_named(tell, household, core):
    move_past_deadline(tell)
    with pytest.raises(Refused, match="明天停水"):
        record_told(household.flat, household, tell, by=core)


def test_an_answer_ends_it(canvass, tell, household, leader, core):
    record_paper_answer_for(canvass, voice_of(canvass, household), "agree", by=leader)
    assert door_of(household, core).word == "1件"


def test_who_does_not_want_to_talk_now_is_called_on_another_day(
    canvass, tell, household, leader, core
):
    knock = record_knock(household.flat, household, outcome="not_now", by=core)
    assert {visit.outcome for visit in knock.visits.all()} == {"refused"}
    door = door_of(household, leader)
    assert (door.state, door.word, door.can_be_next) == ("todo", "2件", False)
    with past_triggers():
        Knock.objects.filter(pk=knock.pk).update(at=timezone.now() - dt.timedelta(hours=4))
    assert door_of(household, leader).can_be_next
