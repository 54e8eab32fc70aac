from __future__ import annotations

import datetime as dt

import pytest

from governance.doors.hours import PartOfWeek, part_of_week, part_to_try

MONDAY = dt.datetime(2026, 11, 30, tzinfo=dt.UTC)
SATURDAY = MONDAY + dt.timedelta(days=5)
NOON, NIGHT = dt.timedelta(hours=12), dt.timedelta(hours=19)
DAY, EVENING, WEEKEND = PartOfWeek.DAY, PartOfWeek.EVENING, PartOfWeek.WEEKEND


@pytest.mark.parametrize(
    ("moment", "part"),
    [
        (MONDAY + NOON, DAY),
        (MONDAY + dt.timedelta(hours=17, minutes=59), DAY),
        (MONDAY + dt.timedelta(hours=18), EVENING),
        (SATURDAY + NOON, WEEKEND),
        (SATURDAY + NIGHT, EVENING),
    ],
)
def test_parts_of_the_week(moment, part):
    assert part_of_week(moment) == part


@pytest.mark.parametrize(
    ("missed", "met", "part"),
    [
        ([MONDAY + NOON], [], EVENING),
        ([MONDAY + NIGHT], [], WEEKEND),
        ([MONDAY + NOON, MONDAY + NIGHT], [], WEEKEND),
        ([MONDAY + NIGHT, SATURDAY + NOON], [], DAY),
        ([MONDAY + NOON, MONDAY + NIGHT, SATURDAY + NOON], [], None),
        ([MONDAY + NOON], [SATURDAY + NOON], WEEKEND),
        ([MONDAY + NOON], [MONDAY + NOON, SATURDAY + NOON], WEEKEND),
        ([MONDAY + NOON, MONDAY + NIGHT, SATURDAY + NOON], [SATURDAY + NOON], None),
    ],
)
def test_one_comes_again_when_nobody_was_missed_yet(missed, met, part):
    assert part_to_try(missed, met) == part
