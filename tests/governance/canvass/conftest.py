"""Fixtures: a building of three households and a canvass that asks them."""

from __future__ import annotations

import pytest

from governance.canvass.models import Objection
from tests.conftest import holder
from tests.factories import HouseholdFactory, MembershipFactory
from tests.factories.canvass import make_open_canvass, record_paper_answer_for, voice_of


@pytest.fixture
def counter(building):
    return holder(building, "volunteer")


@pytest.fixture
def son(household):
    """A member of the resident's household. Request it before ``canvass`` if he must be able to
    answer at the opening."""
    return MembershipFactory(household=household).user


@pytest.fixture
def canvass(building, leader, household, resident):
    """An open canvass of the leader's household, the resident's, and one more."""
    HouseholdFactory(building=building)
    return make_open_canvass(building, leader)


@pytest.fixture
def tell(building, leader, household, resident):
    """A canvass without a question, for the same three households."""
    HouseholdFactory(building=building)
    return make_open_canvass(building, leader, purpose="tell", preset="tell")


@pytest.fixture
def voice(canvass, household):
    """The voice of the resident's household."""
    return voice_of(canvass, household)


@pytest.fixture
def objection(canvass, voice, leader, counter):
    """An objection of the resident's household, on paper."""
    record_paper_answer_for(
        canvass, voice, "object", by=leader, checked_by=counter, reason="我家怕吵"
    )
    return Objection.objects.get(voice=voice)
