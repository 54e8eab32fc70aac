from __future__ import annotations

import io

import pytest
from django.core.management import call_command
from django.db.models import F

from governance.canvass.actions.counting import close_canvass, count_canvass
from governance.canvass.actions.drafting import announce_canvass
from governance.canvass.models import PUBLISHED_AFTER, Canvass
from governance.journal.models import Line
from residents.models import Household
from tests.factories.canvass import make_draft_canvass, make_open_canvass, move_past_deadline

pytestmark = pytest.mark.django_db


def turn():
    out, err = io.StringIO(), io.StringIO()
    call_command("advance_canvasses", stdout=out, stderr=err)
    return err.getvalue()


def test_the_clock_opens_and_closes(building, leader, household):
    canvass = announce_canvass(make_draft_canvass(building, leader), by=leader)
    assert turn() == ""
    canvass.refresh_from_db()
    assert (canvass.state, canvass.opened_by) == ("open", None)
    move_past_deadline(canvass)
    turn()
    canvass.refresh_from_db()
    assert canvass.state == "closed"
    assert Line.objects.get(verb="canvass.closed").actor is None


def test_one_that_cannot_open_keeps_no_other_from_opening(building, leader, household, next_door):
    stuck = announce_canvass(make_draft_canvass(building, leader), by=leader)
    Household.objects.update(occupancy="empty", aged_0_6=0, aged_7_17=0, aged_18_59=0, aged_60_up=0)
    assert f"{stuck.pk} stays as it is" in turn()
    assert Canvass.objects.get(pk=stuck.pk).state == "announced"
    assert turn()


def test_nobody_can_keep_a_counted_result_back(building, leader, volunteer, household):
    """``leader`` and ``volunteer`` counted, and neither publishes."""
    canvass = close_canvass(move_past_deadline(make_open_canvass(building, leader)), by=None)
    for counter in (volunteer, leader):
        count_canvass(canvass, by=counter, anyway=True)
    turn()
    assert Canvass.objects.get(pk=canvass.pk).state == "counted"
    Canvass.objects.update(counted_at=F("counted_at") - PUBLISHED_AFTER)
    turn()
    assert Canvass.objects.get(pk=canvass.pk).state == "published"
    assert Line.objects.get(verb="canvass.published_by_clock").actor is None
