"""Which meetings wait for whom, at the minute at which that changes."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine

from governance.meetings.lifecycle import MeetingState
from governance.meetings.models import Meeting
from governance.meetings.queries.lists import (
    leader_task_text,
    meetings_awaiting_reply_for,
    meetings_needing_leader_in,
    next_change_at,
)
from residents.models import Standing
from tests.factories.canvass import make_open_canvass
from tests.factories.meetings import (
    AgendaItemFactory,
    CorrectionFactory,
    MeetingFactory,
    PresenceFactory,
    ProposalFactory,
)

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 24, 2, tzinfo=dt.UTC)
HOUR, MINUTE = dt.timedelta(hours=1), dt.timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


def meeting(cast, hours=1.0, **more):
    return MeetingFactory(building=cast.building, starts_at=NOW + hours * HOUR, **more)


def held(cast, hours=-1.0, **more):
    return meeting(cast, hours, **{"held_at": NOW - HOUR, **more})


def test_the_leader_is_needed_from_the_minute_at_which_nobody_began(cast):
    begun, late = meeting(cast, 0), meeting(cast, -50, state="planned")
    meeting(cast, 0.1)
    meeting(cast, -60, cancelled=True)
    found = meetings_needing_leader_in(cast.building)
    assert found == [begun, late]
    assert {leader_task_text(one) for one in found} == {"开会的时间过了：开始记，或者记为取消"}


def test_the_leader_is_needed_while_minutes_are_written_and_when_their_time_is_over(cast):
    written = [held(cast, hours, state=state) for hours, state in ((-1, "held"), (-2, "drafted"))]
    over = held(cast, -3, state="open", corrections_until=NOW)
    held(cast, -4, state="open", corrections_until=NOW + MINUTE)
    held(cast, -5, state="published", corrections_until=NOW - HOUR, published_at=NOW - HOUR)
    found = meetings_needing_leader_in(cast.building)
    assert found == [*written, over]
    assert [leader_task_text(one) for one in found] == [
        "记录还没写好",
        "记录还没写好",
        "核对的日子过完了，可以公布记录",
    ]


def test_proposals_and_corrections_are_counted_each_for_itself(cast):
    proposed = meeting(cast, 5)
    for state in ("proposed", "proposed", "declined", "taken_back"):
        ProposalFactory(meeting=proposed, state=state, answer="下次")
    asked = held(cast, -5, state="open", corrections_until=NOW + HOUR)
    for _ in range(2):
        ProposalFactory(meeting=asked)
    for state in ("asked", "asked", "asked", "accepted"):
        CorrectionFactory(meeting=asked, state=state)
    found = meetings_needing_leader_in(cast.building)
    assert [(one, leader_task_text(one)) for one in found] == [
        (proposed, "2个议题等答复"),
        (asked, "记录有3条意见等答复"),
    ]


def test_decided_proposals_and_those_of_a_cancelled_meeting_need_nobody(cast):
    on_agenda = AgendaItemFactory(meeting=meeting(cast, 5))
    ProposalFactory(meeting=on_agenda.meeting, state="accepted", item=on_agenda)
    ProposalFactory(meeting=meeting(cast, 5, cancelled=True))
    assert meetings_needing_leader_in(cast.building) == []


def test_a_correction_of_published_minutes_is_answered_too(cast):
    old = held(cast, -99, state="published", corrections_until=NOW, published_at=NOW)
    CorrectionFactory(meeting=old)
    assert meetings_needing_leader_in(cast.building) == [old]


def test_at_most_five_meetings_are_named_the_newest_first_with_one_statement(
    cast, django_assert_num_queries
):
    rows = [meeting(cast, -hours) for hours in range(1, 7)]
    for one in rows:
        ProposalFactory(meeting=one)
    with django_assert_num_queries(1):
        found = meetings_needing_leader_in(cast.building)
        assert [one.get_absolute_url() for one in found] == [
            f"/b/114/meetings/{one.pk}/" for one in rows[:5]
        ]


@pytest.fixture(scope="module")
def carried(cast):
    """An invitation to every household, opened by the clock of the database."""
    data = {"purpose": "tell", "preset": "tell"}
    return make_open_canvass(cast.building, cast["leader"], **data)


@pytest.fixture
def invited(cast, carried):
    return meeting(cast, 5, invitation=carried)


def at_home(cast, *, answering=True):
    return Standing(households=(cast.home.pk,), answering=(cast.home.pk,) if answering else ())


def test_an_invitation_waits_until_the_household_says_whether_it_comes(cast, invited):
    standing = at_home(cast)
    assert meetings_awaiting_reply_for(cast.building, standing) == [invited]
    presence = PresenceFactory(meeting=invited, household=cast.home, coming=None, present=False)
    assert meetings_awaiting_reply_for(cast.building, standing) == [invited]
    presence.coming, presence.said_by = False, cast["resident"]
    presence.save()
    assert meetings_awaiting_reply_for(cast.building, standing) == []


def test_who_may_not_answer_for_a_household_is_not_asked(cast, invited, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert meetings_awaiting_reply_for(cast.building, at_home(cast, answering=False)) == []


def test_nobody_is_asked_once_it_begins_or_is_cancelled(cast, invited):
    with time_machine.travel(invited.starts_at, tick=False):
        assert meetings_awaiting_reply_for(cast.building, at_home(cast)) == []
    Meeting.objects.filter(pk=invited.pk).update(
        state=MeetingState.CANCELLED, cancelled_reason="下雨"
    )
    assert meetings_awaiting_reply_for(cast.building, at_home(cast)) == []


def test_a_household_that_was_not_invited_is_not_asked(cast, invited):
    stranger = Standing(households=(0,), answering=(0,))
    assert meetings_awaiting_reply_for(cast.building, stranger) == []
    meeting(cast, 6)
    assert meetings_awaiting_reply_for(cast.building, at_home(cast)) == [invited]


def test_a_page_expires_when_any_meeting_may_begin_and_not_only_the_next(cast):
    meeting(cast, 0.5)
    meeting(cast, 1.2)
    assert next_change_at(cast.building) == NOW + 0.2 * HOUR


def test_a_page_expires_when_proposals_or_corrections_end(cast):
    meeting(cast, 9, proposals_until=NOW + 5 * HOUR)
    assert next_change_at(cast.building) == NOW + 5 * HOUR
    held(cast, state="open", corrections_until=NOW + 2 * HOUR)
    assert next_change_at(cast.building) == NOW + 2 * HOUR


def test_past_meetings_never_expire_a_page(cast, django_assert_num_queries):
    meeting(cast, 0)
    meeting(cast, -5, proposals_until=NOW - 6 * HOUR)
    held(cast, state="open", corrections_until=NOW)
    with django_assert_num_queries(1):
        assert next_change_at(cast.building) is None
