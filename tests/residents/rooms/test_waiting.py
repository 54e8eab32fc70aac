"""What waits stands in the order in which it happens, and one thing is said once."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from residents.rooms.waiting import DoneDuty, NewsItem, Waiting, by_time

SHANGHAI = ZoneInfo("Asia/Shanghai")
CANVASS, OTHER = ("canvass.canvass", 1), ("canvass.canvass", 2)
NOON = dt.datetime(2026, 11, 26, 12, tzinfo=SHANGHAI)


def item(what, days=None, **more):
    at = None if days is None else NOON + dt.timedelta(days=days)
    return Waiting(what, "", "", at=at, **more)


def order(*items):
    return [one.what for one in by_time(items)]


def test_what_is_pinned_comes_first_and_what_has_no_time_last():
    items = (
        item("some day"),
        item("later", 2),
        item("soon", 1),
        item("late", -1),
        item("pinned", pinned=True),
    )
    assert order(*items) == ["pinned", "late", "soon", "later", "some day"]


times = st.none() | st.integers(-3, 3)
replaced = st.none() | st.sampled_from([CANVASS, OTHER])


@given(st.lists(st.tuples(times, st.booleans(), replaced, replaced), max_size=8))
def test_any_items_are_sorted_by_time_and_replaced_ones_left_out(rows):
    items = [
        item(str(n), days, pinned=pinned, about=about, replaces=replaces)
        for n, (days, pinned, about, replaces) in enumerate(rows)
    ]
    found = by_time(items)
    gone = {one.replaces for one in items if one.replaces}
    assert sorted(one.what for one in found) == [one.what for one in items if one.about not in gone]
    end = dt.datetime.max.replace(tzinfo=dt.UTC)
    keys = [(not one.pinned, one.at or end, int(one.what)) for one in found]
    assert keys == sorted(keys)


def test_what_replaces_another_stands_at_its_own_time():
    asked, meeting = item("asked", 1, about=CANVASS), item("meeting", 3, replaces=CANVASS)
    assert order(item("task", 2), asked, meeting) == ["task", "meeting"]


def test_what_replaces_nothing_that_is_there_stays():
    assert order(item("notice", replaces=CANVASS), item("other")) == ["notice", "other"]


@pytest.mark.parametrize(
    ("days", "at_is", "expected"),
    [(1, "until", "明天中午12点前"), (1, "at", "明天中午12点"), (None, "until", "")],
)
def test_a_duty_says_when(time_machine, days, at_is, expected):
    time_machine.move_to(NOON, tick=False)
    assert item("", days, at_is=at_is).when == expected


@pytest.mark.parametrize(
    ("hours", "expected"), [(0, "今天中午12点"), (-13, "昨天"), (-48, "11月24日（周二）")]
)
def test_news_and_what_is_done_say_the_day_and_today_the_hour(time_machine, hours, expected):
    time_machine.move_to(NOON, tick=False)
    at = NOON + dt.timedelta(hours=hours)
    assert NewsItem("", "", "", at).when == DoneDuty("", "", at, "").when == expected
