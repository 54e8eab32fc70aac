from __future__ import annotations

from governance.meetings.lifecycle import (
    AHEAD,
    MEETING,
    READ_BY_ALL,
    WRITING,
    WRITTEN_IN,
    MeetingState,
)


def test_the_step_for_a_change_of_the_minutes_keeps_their_state():
    assert set(WRITING) == set(WRITTEN_IN)
    for state, step in WRITING.items():
        assert MEETING.steps[step] == (frozenset({state}), state)


def test_a_meeting_is_ahead_or_took_place_or_was_cancelled():
    assert set(AHEAD).isdisjoint(WRITTEN_IN)
    assert set(MeetingState) == {*AHEAD, *WRITTEN_IN, MeetingState.CANCELLED}
    assert set(READ_BY_ALL) < set(WRITTEN_IN)


def test_nothing_leads_back_from_minutes_that_neighbours_read():
    for sources, target in MEETING.steps.values():
        if sources & set(READ_BY_ALL):
            assert target in READ_BY_ALL
