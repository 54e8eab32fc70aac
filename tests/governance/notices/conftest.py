"""A building of three households: the leader's, the resident's, and one more."""

from __future__ import annotations

import pytest

from governance.notices.actions import posting as posting_actions
from governance.notices.actions import writing
from governance.notices.models import Notice
from tests.factories import HouseholdFactory
from tests.factories.notices import notice_input

TEXT = {"title": "换灯", "body": "**周三**停电"}


@pytest.fixture
def lived_in(building, leader, household, resident):
    HouseholdFactory(building=building)
    return building


@pytest.fixture
def asking(lived_in, leader) -> Notice:
    """Hangs, and asks every household to say that it knows."""
    notice = writing.draft_notice(lived_in, notice_input(asks=True, **TEXT), by=leader)
    return posting_actions.post_notice(notice, by=leader)


@pytest.fixture
def posting(lived_in, leader) -> Notice:
    """A public posting of seven days, just begun."""
    notice = writing.draft_notice(lived_in, notice_input(period="stairwell", **TEXT), by=leader)
    return posting_actions.post_notice(notice, by=leader)
