from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

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


def test_the_voices_are_read_once_for_all_rows(building, canvass, tell, core):
    homes = building.households.order_by("pk")
    rows = [SheetRow(home.flat, home, told=(tell, canvass)) for home in homes]
    with CaptureQueriesContext(connection) as statements:
        record_sheet(building, rows, by=core)
    read = [one for one in statements if 'AS "places"' in one["sql"]]
    assert (len(read), Visit.objects.count()) == (1, 6)
