"""Steps of a canvass: a missed one gets new dates from its page."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from governance.canvass.actions import drafting
from governance.canvass.models import Canvass
from tests.factories.canvass import canvass_url as to
from tests.factories.canvass import make_draft_canvass

pytestmark = pytest.mark.django_db


def test_a_missed_canvass_gets_new_dates(enter, building, leader, resident):
    canvass = drafting.announce_canvass(make_draft_canvass(building, leader), by=leader)
    begun = timezone.now() - dt.timedelta(days=4)
    dates = {"opens_at": begun, "closes_at": begun + dt.timedelta(days=3)}
    Canvass.objects.filter(pk=canvass.pk).update(**dates)
    assert enter("resident").get(to(canvass, "reschedule")).status_code == 403
    assert "等换日子" in enter("resident").get(canvass.get_absolute_url()).text
    client = enter("leader")
    assert to(canvass, "reschedule") in client.get(canvass.get_absolute_url()).text
    form = client.get(to(canvass, "reschedule")).context["form"]
    hours = {name: timezone.localtime(form.initial[name]).hour for name in form.initial}
    assert hours == {"opens_at": 9, "closes_at": 20}
    sent = {name: f"{form.initial[name]:%Y-%m-%dT%H:%M}" for name in form.fields}
    short = client.post(to(canvass, "reschedule"), {**sent, "closes_at": sent["opens_at"]})
    assert (short.status_code, "也不能少" in short.text) == (200, True)
    assert client.post(to(canvass, "reschedule"), sent).status_code == 302
    canvass.refresh_from_db()
    assert (canvass.state, canvass.missed) == ("announced", False)
