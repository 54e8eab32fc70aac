from __future__ import annotations

import pytest

from governance.notices.actions.circulars import resend_circular, send_circular, withdraw_circular
from governance.notices.inputs import CircularInput
from governance.notices.unsent import leftovers_of, leftovers_of_job, unsent_notices_of
from residents.background.actions import cancel_long_job
from residents.models import LongJob
from tests.factories import BuildingFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def stopped(building, staff):
    """A circular that reached none of its buildings."""
    there = building.neighbourhood
    buildings = [building, *BuildingFactory.create_batch(20, neighbourhood=there)]
    circular = send_circular(there, buildings, CircularInput("换灯", "周三停电"), by=staff)
    circular.job = cancel_long_job(circular.job)
    circular.refresh_from_db()
    return circular


def test_what_was_not_sent_is_listed_with_its_reason(stopped):
    left = leftovers_of(stopped)
    assert (left.heading, len(left.rows)) == ("没发成的21栋楼", 21)
    buildings = [unsent.building for unsent in unsent_notices_of(stopped)]
    assert [building for building, _why in left.rows] == buildings
    assert {why for _building, why in left.rows} == {"中途停下了，没有轮到。"}


def test_only_the_last_job_has_leftovers_and_not_while_it_runs(stopped, staff):
    first = stopped.job
    assert leftovers_of_job(first).pk == stopped.pk
    resend_circular(stopped, by=staff)
    stopped.refresh_from_db()
    assert (leftovers_of_job(first), leftovers_of(stopped)) == (None, None)


def test_what_is_withdrawn_or_whose_job_is_forgotten_is_not_sent_again(stopped, staff):
    LongJob.objects.all().delete()
    stopped.refresh_from_db()
    assert leftovers_of(stopped) is None
    assert leftovers_of(withdraw_circular(stopped, reason="改期", by=staff)) is None
