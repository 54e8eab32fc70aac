from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
import time_machine

from governance.charters.forms.life import (
    KeepForm,
    PutOutForm,
    RewordSignOffForm,
    SignForm,
    evening_in_days,
)

SHANGHAI = ZoneInfo("Asia/Shanghai")
NIGHT = dt.datetime(2028, 2, 28, 23, 30, tzinfo=SHANGHAI)


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NIGHT, tick=False):
        yield


def test_the_offered_deadline_is_eight_in_the_evening_of_shanghai():
    assert evening_in_days(1) == dt.datetime(2028, 2, 29, 20, tzinfo=SHANGHAI)


def test_a_draft_is_put_out_for_more_than_seven_days_unless_said_otherwise():
    offered = PutOutForm().initial["until"]
    assert offered == dt.datetime(2028, 3, 7, 20, tzinfo=SHANGHAI)
    assert offered - NIGHT > dt.timedelta(days=7)
    assert list(PutOutForm({"until": "bald"}).errors) == ["until"]


def test_a_charter_is_signed_for_two_weeks_by_one_of_the_shares():
    form = SignForm()
    assert form["threshold"].value() == "2/3"
    assert form.initial["closes_at"] == dt.datetime(2028, 3, 13, 20, tzinfo=SHANGHAI)
    sent = {"closes_at": "2028-03-13T20:00"}
    assert SignForm({**sent, "threshold": "4/5"}).is_valid()
    assert list(SignForm({**sent, "threshold": "1/2"}).errors) == ["threshold"]


def test_a_charter_is_looked_at_again_within_a_year_even_from_29_february():
    with time_machine.travel(NIGHT + dt.timedelta(hours=1), tick=False):
        assert KeepForm()["review_on"].value() == dt.date(2029, 2, 28)


def test_a_new_wording_is_signed_again_unless_that_is_unticked():
    assert RewordSignOffForm()["material"].value() is True
    form = RewordSignOffForm({"reason": "错字"})
    assert form.is_valid()
    assert form.cleaned_data["material"] is False
    assert list(RewordSignOffForm({"material": "on"}).errors) == ["reason"]
