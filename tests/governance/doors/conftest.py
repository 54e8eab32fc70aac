"""Fixtures: a building of three households with two open questions."""

from __future__ import annotations

import pytest

from tests.factories import HouseholdFactory
from tests.factories.canvass import make_open_canvass


@pytest.fixture
def tell(building, leader, household, resident):
    """A canvass without a question: the leader's household, the resident's, and one more."""
    HouseholdFactory(building=building)
    return make_open_canvass(building, leader, purpose="tell", preset="tell", question="明天停水")


@pytest.fixture
def canvass(building, leader, household, tell):
    """A question to the same households."""
    return make_open_canvass(building, leader, question="同意这份楼组公约吗？")
