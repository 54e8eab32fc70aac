"""Sequences of a cell begin at its number."""

from __future__ import annotations

import pytest
from django.core.management.base import CommandError
from django.db import connection

from residents.cells.keys import SPAN, number_sequences
from tests.factories import BuildingFactory, HouseholdFactory

pytestmark = pytest.mark.django_db


def test_new_rows_get_keys_of_the_cell_and_old_ones_keep_theirs():
    before = BuildingFactory().pk
    number_sequences(7)
    household = HouseholdFactory()
    assert before < SPAN
    for row in (household, household.flat, household.building):
        assert 7 * SPAN < row.pk < 8 * SPAN
    number_sequences(7)
    assert HouseholdFactory().pk == household.pk + 1


def test_short_keys_stay_short():
    number_sequences(9000)
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO auth_group (name) VALUES ('a') RETURNING id")
        assert cursor.fetchone()[0] < 2**31


def test_a_database_of_another_cell_is_refused():
    number_sequences(7)
    with pytest.raises(CommandError, match="of the cell 7: write LOUZU_CELL=7"):
        number_sequences(0)
