"""A building of owners and their votes, for tests of the days of notice."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from governance.canvass.models import Canvass
from tests.factories.canvass import add_owner_of_home, make_draft_canvass

DAY = dt.timedelta(days=1)


REASON = "台风要来，楼顶等不及"


@pytest.fixture
def owners(building, leader, household, volunteer):
    for home in building.households.all():
        add_owner_of_home(home)
    building.flats.update(area="70.00", area_source="register")
    return building


def vote(building, by, *, days=0, preset="owners_major", **text) -> Canvass:
    opens = timezone.now() + days * DAY
    return make_draft_canvass(
        building,
        by,
        purpose="vote",
        preset=preset,
        electorate="owners",
        opens_at=opens,
        closes_at=opens + 7 * DAY,
        **text,
    )
