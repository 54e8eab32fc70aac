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
    ("value", "said"),
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
def test_moment_is_said_as_neighbours_say_it(value, said):
    assert time.format_moment(value) == said


def test_paper_is_told_the_year_too():
    evening = dt.datetime(2026, 11, 28, 20, 0, tzinfo=SHANGHAI)
    assert time.format_full_day(evening) == "2026年11月28日（周六）"
    assert time.format_full_moment(evening) == "2026年11月28日（周六）晚上8点"


@pytest.mark.parametrize(
    ("ahead", "said"),
    [
        (dt.timedelta(days=5), "还有5天"),
        (dt.timedelta(hours=23, minutes=59), "还有23小时"),
        (dt.timedelta(minutes=59), "不到1小时"),
        (dt.timedelta(0), "已经截止"),
    ],
)
def test_left_rounds_down(ahead, said):
    assert time.format_time_left(NOW + ahead) == said


def test_an_hour_is_that_of_the_clock_on_the_wall():
    day = dt.date(2026, 11, 28)
    assert time.local_datetime(day).isoformat() == "2026-11-28T00:00:00+08:00"
    assert time.local_datetime(day, 23, 59).isoformat() == "2026-11-28T23:59:00+08:00"
