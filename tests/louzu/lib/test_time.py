from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from louzu.lib import time

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = dt.datetime(2026, 11, 23, 9, 0, tzinfo=SHANGHAI)


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (dt.datetime(2026, 11, 28, 20, 0, tzinfo=SHANGHAI), "11月28日（周六）晚上8点"),
        (dt.datetime(2026, 11, 28, 20, 30, tzinfo=SHANGHAI), "11月28日（周六）晚上8:30"),
        (dt.datetime(2026, 1, 1, 0, 5, tzinfo=SHANGHAI), "1月1日（周四）凌晨0:05"),
        (dt.datetime(2026, 1, 1, 12, 0, tzinfo=SHANGHAI), "1月1日（周四）中午12点"),
        (dt.datetime(2026, 1, 1, 7, 59, tzinfo=SHANGHAI), "1月1日（周四）早上7:59"),
        (dt.datetime(2021, 5, 31, 15, 0, tzinfo=SHANGHAI), "2021年5月31日下午3点"),
        (dt.datetime(2026, 11, 27, 16, 0, tzinfo=dt.UTC), "11月28日（周六）凌晨0点"),
    ],
)
def test_moment_is_said_as_neighbours_say_it(value, expected):
    assert time.format_moment(value) == expected


@pytest.mark.parametrize(
    ("until", "expected"),
    [
        (None, "11月28日（周六）上午9点"),
        ((28, 11, 0), "11月28日（周六）上午9点到11点"),
        ((28, 11, 30), "11月28日（周六）上午9点到11:30"),
        ((28, 16, 0), "11月28日（周六）上午9点到下午4点"),
        ((29, 9, 0), "11月28日（周六）上午9点到11月29日（周日）上午9点"),
    ],
)
def test_a_span_says_no_day_and_no_part_of_the_day_twice(until, expected):
    start = dt.datetime(2026, 11, 28, 9, 0, tzinfo=SHANGHAI)
    end = until and dt.datetime(2026, 11, *until, tzinfo=SHANGHAI)
    assert time.format_span(start, end) == expected


def test_paper_is_told_the_year_too():
    evening = dt.datetime(2026, 11, 28, 20, 0, tzinfo=SHANGHAI)
    assert time.format_full_day(evening) == "2026年11月28日（周六）"
    assert time.format_full_moment(evening) == "2026年11月28日（周六）晚上8点"


@pytest.mark.parametrize(
    ("ahead", "expected"),
    [
        (dt.timedelta(days=5), "还有5天"),
        (dt.timedelta(hours=23, minutes=59), "还有23小时"),
        (dt.timedelta(minutes=59), "不到1小时"),
        (dt.timedelta(0), "已经截止"),
    ],
)
def test_left_rounds_down(ahead, expected):
    assert time.format_time_left(NOW + ahead) == expected


def test_an_hour_is_that_of_the_clock_on_the_wall():
    day = dt.date(2026, 11, 28)
    assert time.local_datetime(day).isoformat() == "2026-11-28T00:00:00+08:00"
    assert time.local_datetime(day, 23, 59).isoformat() == "2026-11-28T23:59:00+08:00"


@pytest.mark.parametrize(
    ("hour", "expected"),
    [
        (4, "凌晨4点"),
        (5, "早上5点"),
        (8, "上午8点"),
        (11, "上午11点"),
        (13, "下午1点"),
        (17, "下午5点"),
        (18, "晚上6点"),
        (23, "晚上11点"),
    ],
)
def test_a_part_of_the_day_begins_with_its_hour(hour, expected):
    assert time.format_hour(dt.datetime(2026, 11, 28, hour, tzinfo=SHANGHAI)) == expected


def test_the_year_is_left_out_while_it_is_the_present_one_in_shanghai(time_machine):
    eve, newyear = dt.date(2026, 12, 31), dt.date(2027, 1, 1)
    time_machine.move_to(dt.datetime(2026, 12, 31, 15, 59, tzinfo=dt.UTC), tick=False)
    assert [time.format_day(day) for day in (eve, newyear)] == ["12月31日（周四）", "2027年1月1日"]
    time_machine.move_to(dt.datetime(2026, 12, 31, 16, 0, tzinfo=dt.UTC), tick=False)
    assert [time.format_day(day) for day in (eve, newyear)] == ["2026年12月31日", "1月1日（周五）"]


def test_the_day_of_a_moment_is_the_one_in_shanghai():
    late = dt.datetime(2028, 2, 28, 16, 0, tzinfo=dt.UTC)
    assert time.format_full_day(late) == "2028年2月29日（周二）"
    assert time.format_full_day(dt.date(2028, 2, 29)) == "2028年2月29日（周二）"


@pytest.mark.parametrize(
    ("ahead", "expected"),
    [
        (dt.timedelta(days=1), "还有1天"),
        (dt.timedelta(hours=1), "还有1小时"),
        (dt.timedelta(hours=1, seconds=-1), "不到1小时"),
        (dt.timedelta(seconds=1), "不到1小时"),
        (dt.timedelta(seconds=-1), "已经截止"),
    ],
)
def test_the_last_day_and_hour_are_counted_to_the_second(ahead, expected):
    assert time.format_time_left(NOW + ahead) == expected
