from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from louzu.lib import time

SHANGHAI = ZoneInfo("Asia/Shanghai")
ROOT = Path(__file__).parents[3]
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
        (
            dt.timedelta(minutes=59),
            f"不到1小时，到{time.format_hour(NOW + dt.timedelta(minutes=59))}",
        ),
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
        (
            dt.timedelta(hours=1, seconds=-1),
            f"不到1小时，到{time.format_hour(NOW + dt.timedelta(hours=1, seconds=-1))}",
        ),
        (
            dt.timedelta(seconds=1),
            f"不到1小时，到{time.format_hour(NOW + dt.timedelta(seconds=1))}",
        ),
        (dt.timedelta(seconds=-1), "已经截止"),
    ],
)
def test_the_last_day_and_hour_are_counted_to_the_second(ahead, expected):
    assert time.format_time_left(NOW + ahead) == expected


def thursday(hour=10):
    return dt.datetime(2026, 11, 26, hour, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("day", "clock", "until", "expected"),
    [
        (26, "20:00", True, "今天晚上8点前"),
        (26, "23:59", True, "今天"),
        (26, "09:00", True, "今天上午9点前"),
        (27, "00:00", True, "今天"),
        (27, "00:01", True, "明天凌晨0:01前"),
        (27, "09:00", True, "明天上午9点前"),
        (27, "23:59", True, "明天"),
        (28, "20:00", True, "后天（周六）晚上8点前"),
        (29, "00:00", True, "后天（周六）"),
        (29, "20:00", True, "周日晚上8点前"),
        (30, "00:00", True, "周日前"),
        (30, "20:00", True, "11月30日前"),
        (25, "20:00", True, "晚了1天"),
        (26, "00:00", True, "晚了1天"),
        (23, "23:59", True, "晚了3天"),
        (26, "15:30", False, "今天下午3:30"),
        (27, "09:00", False, "明天上午9点"),
        (27, "00:00", False, "明天"),
        (28, "09:00", False, "后天（周六）上午9点"),
        (29, "09:00", False, "周日上午9点"),
        (30, "19:00", False, "11月30日（周一）晚上7点"),
        (30, "00:00", False, "11月30日（周一）"),
        (25, "19:00", False, "昨天晚上7点"),
        (24, "19:00", False, "11月24日（周二）晚上7点"),
    ],
)
def test_when_is_said_from_today(time_machine, day, clock, until, expected):
    time_machine.move_to(thursday(), tick=False)
    at = dt.datetime.combine(dt.date(2026, 11, day), dt.time.fromisoformat(clock), SHANGHAI)
    assert time.format_when(at, until=until) == expected
    assert time.format_when(at.astimezone(dt.UTC), until=until) == expected


@pytest.mark.parametrize(
    ("day", "clock", "title", "expected"),
    [
        (27, "09:00", "明天上午停水", "上午9点"),
        (27, "09:00", "停水", "明天上午9点"),
        (26, "15:30", "明天上午停水", "今天下午3:30"),
        (28, "09:00", "后天停水", "上午9点"),
        (29, "09:00", "周日扫除", "上午9点"),
        (27, "00:00", "明天停水", "明天"),
        (30, "09:00", "周一停水", "11月30日（周一）上午9点"),
    ],
)
def test_a_day_is_not_said_twice_before_a_title(time_machine, day, clock, title, expected):
    time_machine.move_to(thursday(), tick=False)
    at = dt.datetime.combine(dt.date(2026, 11, day), dt.time.fromisoformat(clock), SHANGHAI)
    assert time.format_when_before(at, title) == expected


def test_when_names_the_year_only_if_it_is_another(time_machine):
    time_machine.move_to(thursday(), tick=False)
    newyear = dt.datetime(2027, 1, 1, 20, tzinfo=SHANGHAI)
    assert time.format_when(newyear, until=True) == "2027年1月1日前"
    assert time.format_when(newyear, until=False) == "2027年1月1日晚上8点"


def test_monday_of_next_week_is_a_date_unless_it_is_near(time_machine):
    monday = dt.datetime(2026, 11, 30, 20, tzinfo=SHANGHAI)
    for day, expected in ((27, "11月30日前"), (28, "后天（周一）晚上8点前")):
        time_machine.move_to(dt.datetime(2026, 11, day, 10, tzinfo=SHANGHAI), tick=False)
        assert time.format_when(monday, until=True) == expected


@given(
    st.dates(dt.date(2026, 1, 1), dt.date(2027, 12, 31)),
    st.times(timezones=st.just(SHANGHAI)),
    st.booleans(),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_same_words_are_never_said_of_two_days(date, clock, until):
    at = dt.datetime.combine(date, clock)
    words = time.format_when(at, until=until)
    assert words
    assert not any(sign in words for sign in ("None", "%"))
    assert not until or "11:59" not in words or dt.time.min < clock < dt.time(23, 59)
    later = time.format_when(at + dt.timedelta(days=1), until=until)
    assert later != words


@pytest.mark.parametrize("hour", range(24))
def test_scripts_write_a_moment_as_pages_do(hour):
    """As static/js/kept-item.js does, which has no numbers of its own."""
    formats = time.formats_for_scripts()
    for minute in (0, 7):
        at = NOW.replace(hour=hour, minute=minute)
        number = hour - 12 if hour > 12 else hour
        clock = f"{number}:{minute:02d}" if minute else formats["hour"] % {"hour": number}
        period = next(words for end, words in formats["parts"] if hour < end)
        weekday = formats["weekdays"][at.weekday()]
        day = formats["day"] % {"month": at.month, "day": at.day, "weekday": weekday}
        told = formats["moment"] % {"day": day, "hour": period % {"clock": clock}}
        assert told == time.format_moment(at)


def test_a_date_stands_without_its_weekday_and_with_its_year_where_that_is_needed(time_machine):
    time_machine.move_to(dt.datetime(2026, 11, 30, 4, tzinfo=dt.UTC))
    this_year, before = dt.date(2026, 8, 14), dt.date(2020, 6, 30)
    assert [time.format_date(day) for day in (this_year, before)] == ["8月14日", "2020年6月30日"]
    assert time.format_date(this_year, with_year=True) == "2026年8月14日"


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (0, "当天"),
        (1, "1天"),
        (31, "31天"),
        (59, "59天"),
        (60, "2个月"),
        (91, "2个月"),
        (92, "3个月"),
        (575, "18个月"),
        (365 * 6 + 2, "72个月"),
    ],
)
def test_a_span_is_told_in_days_and_from_two_months_on_in_whole_months(days, expected):
    assert time.format_duration(days) == expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (NOW.date(), "今天"),
        (dt.date(2026, 11, 22), "昨天"),
        (dt.date(2026, 11, 20), "11月20日（周五）"),
    ],
)
def test_a_past_day_is_told_as_near_as_it_is(day, expected):
    assert time.format_past_day(day) == expected


NUMBER_OF_MONTHS = re.compile(r"(?:\)[sd]|\}\}|\}) ?个月")


@pytest.mark.parametrize(
    "telling", ["用了%(n)s个月", "%(n)d个月", "{{ n }}个月", "{{ n }} 个月", 'f"{months}个月"']
)
def test_the_walk_would_find(telling):
    assert NUMBER_OF_MONTHS.search(telling)


def test_no_other_module_tells_a_number_of_months():
    """One function decides between days and months, so that no page tells of 1个月 what took a day."""
    sources = [
        path
        for folder in ("governance", "residents", "louzu", "templates")
        for path in (ROOT / folder).rglob("*")
        if path.suffix in {".py", ".html", ".txt"} and "migrations" not in path.parts
    ]
    found = [path for path in sources if NUMBER_OF_MONTHS.search(path.read_text())]
    assert [str(path.relative_to(ROOT)) for path in found] == ["louzu/lib/time.py"]
