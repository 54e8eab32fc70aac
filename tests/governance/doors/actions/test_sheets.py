from __future__ import annotations

import pytest

from governance.canvass.models import Visit
from governance.doors.actions.sheets import record_sheet
from governance.doors.inputs import SheetRow
from tests.factories.canvass import move_past_deadline

pytestmark = pytest.mark.django_db


def test_a_question_that_ended_is_returned_and_the_rest_is_recorded(
    building, canvass, tell, household, core
):
    move_past_deadline(tell)
    row = SheetRow(household.flat, household, note="好", told=(tell, canvass))
    assert record_sheet(building, [row], by=core) == [tell]
    assert Visit.objects.get().voice.canvass == canvass
