"""Households that do not want to be called on, on their own page."""

from __future__ import annotations

from collections.abc import Iterator

from governance.doors.queries.knocks import refusal_of
from residents.models import Household
from residents.rooms.context import PageContext
from residents.rooms.contributions import HouseholdPart


def household_parts(_page: PageContext, household: Household) -> Iterator[HouseholdPart]:
    if refusal := refusal_of(household):
        yield HouseholdPart("doors/_let_be.html", refusal)
