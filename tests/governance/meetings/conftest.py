from __future__ import annotations

import pytest

from tests.factories.meetings import AgendaItemFactory, MeetingFactory, PresenceFactory


@pytest.fixture
def sitting(building, leader, volunteer):
    """A meeting under way with one item; the volunteer takes notes."""
    meeting = MeetingFactory(building=building, host=leader, note_taker=volunteer, held=True)
    AgendaItemFactory(meeting=meeting, number=1, title="楼道墙面")
    return meeting


@pytest.fixture
def read(building, leader, volunteer, household):
    """Minutes open for corrections; the resident's household was there."""
    meeting = MeetingFactory(building=building, host=leader, note_taker=volunteer, read=True)
    AgendaItemFactory(meeting=meeting, number=1, title="楼道墙面", points="墙脏了\n爷叔来刷")
    PresenceFactory(meeting=meeting, household=household)
    return meeting
