from __future__ import annotations

import datetime as dt

import pytest
import rules
import time_machine

from tests.factories.meetings import MeetingFactory

START = dt.datetime(2026, 12, 1, 12, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("now", "may"), [(START - dt.timedelta(seconds=1), True), (START, False)], ids=str
)
@pytest.mark.parametrize("capability", ["meetings.edit", "meetings.come", "meetings.propose"])
def test_the_arrangements_stand_from_the_hour_on(building, leader, capability, now, may):
    meeting = MeetingFactory(building=building, starts_at=START)
    with time_machine.travel(now, tick=False):
        assert rules.has_perm(capability, leader, meeting) is may


def test_a_cancelled_meeting_is_left_alone(building, leader):
    meeting = MeetingFactory(building=building, cancelled=True)
    asked = [rules.has_perm(f"meetings.{verb}", leader, meeting) for verb in ("edit", "cancel")]
    assert asked == [False, False]
