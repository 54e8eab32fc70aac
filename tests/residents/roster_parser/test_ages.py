from __future__ import annotations

import pytest

from residents.roster_parser.ages import Ages, Contradiction, ages_of
from residents.roster_parser.record import HomeRecord
from residents.roster_parser.row_values import RowValues
from residents.roster_parser.sheet_data import RosterRow

ON_RECORD = HomeRecord("302", aged_0_6=1, aged_7_17=2, aged_18_59=3, aged_60_up=4)
EMPTY = HomeRecord("302")
ALL = frozenset({"people", "aged_0_6", "aged_60_up"})


def said(has: frozenset[str] = ALL, **counts: object) -> RowValues:
    return RowValues(RosterRow(2, {}), "302", has, **counts)


@pytest.mark.parametrize(
    ("row", "home", "ages"),
    [
        (said(people=3, aged_60_up=2), EMPTY, (0, 0, 1, 2)),
        (said(people=3), EMPTY, (0, 0, 3, 0)),
        (said(), ON_RECORD, (1, 2, 3, 4)),
        (said(occupancy="empty"), ON_RECORD, (0, 0, 0, 0)),
        # recorded people of 7 to 17 are kept as far as the total allows
        (said(people=10, aged_0_6=1, aged_60_up=4), ON_RECORD, (1, 2, 3, 4)),
        (said(people=12, aged_0_6=1, aged_60_up=4), ON_RECORD, (1, 2, 5, 4)),
        (said(people=6, aged_0_6=1, aged_60_up=4), ON_RECORD, (1, 1, 0, 4)),
        # a column of its own has priority
        (said(ALL | {"aged_7_17"}, people=5, aged_7_17=1), ON_RECORD, (0, 1, 4, 0)),
        (said(ALL | {"aged_7_17"}, people=5), ON_RECORD, (0, 0, 5, 0)),
        # a missing column keeps the recorded number
        (said(frozenset({"people"}), people=10), ON_RECORD, (1, 2, 3, 4)),
        (said(frozenset({"aged_60_up"}), aged_60_up=5), ON_RECORD, (1, 2, 3, 5)),
        (said(ALL | {"aged_18_59"}, people=4, aged_18_59=4), EMPTY, (0, 0, 4, 0)),
        (said(frozenset({"aged_18_59", "aged_60_up"}), aged_60_up=1), EMPTY, (0, 0, 0, 1)),
    ],
)
def test_the_bands_follow_from_what_is_said(row, home, ages):
    assert ages_of(row, home) == Ages(*ages)


@pytest.mark.parametrize(
    ("row", "home"),
    [
        (said(people=3, aged_0_6=2, aged_60_up=2), EMPTY),
        (said(ALL | {"aged_7_17"}, people=3, aged_7_17=4), EMPTY),
        (said(ALL | {"aged_18_59"}, people=3, aged_18_59=4), EMPTY),
        (said(frozenset({"people"}), people=4), ON_RECORD),
    ],
)
def test_numbers_that_do_not_fit_together_are_told(row, home):
    with pytest.raises(Contradiction, match="人数写的是"):
        ages_of(row, home)
