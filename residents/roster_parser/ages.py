"""Compute the number of people by age band from a row."""

from __future__ import annotations

from typing import NamedTuple

from django.utils.translation import gettext as _

from residents.places.models import Household
from residents.roster_parser.record import HomeRecord
from residents.roster_parser.row_values import COUNTS, RowValues


class Ages(NamedTuple):
    aged_0_6: int
    aged_7_17: int
    aged_18_59: int
    aged_60_up: int


class Contradiction(ValueError):  # noqa: N818 -- it describes the numbers of a row
    """The numbers of a row do not fit together."""


def ages_of(row_values: RowValues, home: HomeRecord) -> Ages:
    """Return the people of a home by age band.

    An empty column counts as 0; a missing one keeps the recorded number. People who are in no known
    band are counted as 18 to 59. Without a column for 7 to 17, the recorded number of that band is
    kept as far as the total allows.
    """
    if all(getattr(row_values, count) is None for count in COUNTS):
        return _is_missing(row_values, home)
    young, school, old = (
        _band(row_values, home, f"aged_{name}") for name in ("0_6", "7_17", "60_up")
    )
    if row_values.people is None:
        return Ages(young, school, _band(row_values, home, "aged_18_59"), old)
    left = row_values.people - young - old
    if row_values.aged_18_59 is not None:
        if left != school + row_values.aged_18_59:
            raise Contradiction(
                _("人数写的是%(people)d，各年龄段加起来却是%(sum)d。")
                % {"people": row_values.people, "sum": young + school + row_values.aged_18_59 + old}
            )
        return Ages(young, school, row_values.aged_18_59, old)
    if "aged_7_17" not in row_values.has:
        school = max(0, min(school, left))
    if left < school:
        raise Contradiction(
            _("人数写的是%(people)d，可是0-6岁、7-17岁和60岁以上加起来有%(sum)d。")
            % {"people": row_values.people, "sum": young + school + old}
        )
    return Ages(young, school, left - school, old)


def _is_missing(row_values: RowValues, home: HomeRecord) -> Ages:
    if row_values.occupancy == Household.Occupancy.EMPTY:
        return Ages(0, 0, 0, 0)
    return Ages(home.aged_0_6, home.aged_7_17, home.aged_18_59, home.aged_60_up)


def _band(row_values: RowValues, home: HomeRecord, band: str) -> int:
    count: int | None = getattr(row_values, band)
    if count is not None:
        return count
    return 0 if band in row_values.has else int(getattr(home, band))
