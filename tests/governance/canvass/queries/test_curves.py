"""The curve of open objections. No database: the rows are not saved."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from governance.canvass.models import Objection
from governance.canvass.queries.curves import Curve, curve_of

SHANGHAI = ZoneInfo("Asia/Shanghai")


def at(day, hour=12):
    return dt.datetime(2026, 11, day, hour, tzinfo=SHANGHAI)


def raised(day, *, ended=None, by=None):
    return Objection(
        raised_at=at(day), ended_at=at(ended) if ended else None, ended_by_id=by, state="raised"
    )


def test_the_curve_has_a_step_for_each_day_on_which_something_changed():
    found = curve_of([raised(1), raised(1), raised(3, ended=5, by=7), raised(9)])
    assert found == [(at(d).date(), n) for d, n in ((1, 2), (3, 3), (5, 2), (9, 3))]
    assert curve_of([]) == []


def test_an_objection_that_the_closing_ended_stands_on_the_curve():
    assert curve_of([raised(1, ended=5)]) == [(at(1).date(), 1)]


def test_an_objection_raised_and_withdrawn_on_one_day_leaves_the_day_without_any():
    assert curve_of([raised(1, ended=1, by=7)]) == [(at(1).date(), 0)]


def test_the_day_of_an_objection_is_that_of_shanghai():
    late = Objection(raised_at=dt.datetime(2026, 11, 1, 17, tzinfo=dt.UTC))
    assert curve_of([late]) == [(at(2).date(), 1)]


def test_the_curve_fills_its_frame_from_the_first_day_to_the_last():
    curve = Curve([(at(1).date(), 1), (at(3).date(), 4), (at(5).date(), 2)])
    assert curve.most == 4
    assert curve.dots == [(16, 72, 1), (160, 24, 4), (304, 56, 2)]
    assert curve.points == "16,88 16,72 160,72 160,24 304,24 304,56"


def test_a_curve_of_one_day_or_of_no_open_objection_is_drawn_too():
    assert Curve([(at(1).date(), 3)]).dots == [(16, 24, 3)]
    assert Curve([(at(1).date(), 0)]).dots == [(16, 88, 0)]
