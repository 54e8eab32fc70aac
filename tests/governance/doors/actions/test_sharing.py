from __future__ import annotations

import pytest

from governance.doors.actions.sharing import assign_doors
from governance.doors.models import Assignment
from louzu.lib.errors import Refused
from tests.factories import FlatFactory

pytestmark = pytest.mark.django_db


def test_somebody_without_an_office_is_given_no_door(building, household, resident, leader):
    with pytest.raises(Refused, match="另选一位"):
        assign_doors(building, [household.flat_id], helper=resident, by=leader)


def test_a_flat_of_another_building_is_not_given(building, next_door, leader):
    other = FlatFactory(building=next_door)
    with pytest.raises(Refused, match="勾选"):
        assign_doors(building, [other.pk], helper=leader, by=leader)
    assert not Assignment.objects.exists()
