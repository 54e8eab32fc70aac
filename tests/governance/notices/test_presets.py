from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from governance.notices.presets import PERIODS

SHANGHAI = ZoneInfo("Asia/Shanghai")
SHORTEST = {"stairwell": (7, 0), "lift": (10, 7), "owners": (15, 0), "audit": (30, 0)}
"""Days of each posting, and further days in which objections are taken, as in the sources."""


def at(year, month, day, hour=0, minute=0):
    return dt.datetime(year, month, day, hour, minute, tzinfo=SHANGHAI)


def test_the_periods_are_those_of_the_law():
    found = {key: (period.days, period.comment_days) for key, period in PERIODS.items()}
    assert found == SHORTEST


@pytest.mark.parametrize("begins", [at(2028, 2, 22), at(2028, 2, 22, 23, 59)])
def test_the_day_of_the_posting_does_not_count_and_the_last_one_counts_in_full(begins):
    assert PERIODS["stairwell"].end(begins) == at(2028, 2, 29, 23, 59)


def test_a_period_ends_a_day_later_in_a_year_without_29_february():
    assert PERIODS["stairwell"].end(at(2027, 2, 22)) == at(2027, 3, 1, 23, 59)


def test_the_day_of_the_posting_is_that_of_shanghai():
    begins = dt.datetime(2026, 11, 1, 17, tzinfo=dt.UTC)  # one in the morning of the second
    assert PERIODS["stairwell"].end(begins) == at(2026, 11, 9, 23, 59)


def test_objections_to_a_lift_are_taken_for_a_week_after_its_ten_days():
    assert PERIODS["lift"].end(at(2026, 12, 20)) == at(2027, 1, 6, 23, 59)


def test_what_is_frozen_with_a_posting_names_its_law():
    assert PERIODS["audit"].as_json() == {
        "title": "审计结果",
        "days": 30,
        "comment_days": 0,
        "source": "《上海市住宅物业管理规定》第67条（2023年12月28日修正）：公示30天",
        "law_date": "2023-12-28",
    }
    assert PERIODS["stairwell"].as_json()["law_date"] is None
