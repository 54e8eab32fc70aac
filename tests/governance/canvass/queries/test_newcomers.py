"""Voices that could not answer until the person who asks let somebody in. No database."""

from __future__ import annotations

import datetime as dt

import pytest

from governance.canvass.queries.newcomers import MemberArrival, is_fresh, lines_needing_check

SINCE = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)
LEADER, HELPER = 1, 2


def came(seconds=0, *, by=LEADER):
    return MemberArrival(9, SINCE + dt.timedelta(seconds=seconds), frozenset({by}))


OF_OLD = MemberArrival(8, None)


@pytest.mark.parametrize(
    ("people", "fresh"),
    [
        ([came()], True),
        ([came(seconds=-1)], False),
        ([came(by=HELPER)], False),
        ([came(), came(by=HELPER)], True),
        ([came(), came(seconds=-1)], False),
        ([came(), OF_OLD], False),
        ([OF_OLD], False),
    ],
)
def test_a_voice_is_fresh_if_all_came_since_and_one_by_the_hand_of_who_asks(people, fresh):
    assert is_fresh(people, {LEADER}, SINCE) is fresh


def test_a_slip_that_the_second_asker_printed_makes_a_voice_fresh_too():
    assert is_fresh([came(by=HELPER)], {LEADER, HELPER}, SINCE)
    assert not is_fresh([came()], set(), SINCE)


@pytest.mark.parametrize(
    ("fresh", "answering", "checked"),
    [
        (set(), {1, 2}, set()),
        ({1}, {1, 2, 3}, {1}),
        ({1, 2}, {1, 2, 3, 4}, set()),
        ({1, 2}, {1, 2, 3, 4, 5}, {1, 2}),
        ({1, 2, 3}, {1, 2, 3}, set()),
        ({1}, {1}, set()),
    ],
)
def test_fresh_voices_are_checked_only_while_the_others_are_more(fresh, answering, checked):
    assert lines_needing_check(fresh, answering) == checked
